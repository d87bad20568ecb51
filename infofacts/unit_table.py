"""The units of everyday statistics as one table: names, English, kind, and what one of them is.

Chinese and English names are those of Unicode CLDR 48 (English in British spelling), symbols those
of SI and UCUM, currency codes those of ISO 4217. A line is: names (the printed ones, the first is the
usual one) | English | its plural, if it has another | how many of the first unit of its kind one
is. Only units with that number can be converted into each other: a rate of exchange is no constant.
`units` adds what needs more words.
"""

TABLE = """
== length
米 公尺 m meter meters|metre|metres|1
公里 千米 km kilometer kilometers kilometre kilometres|km||1000
分米 dm|decimetre|decimetres|0.1
厘米 公分 cm|centimetre|centimetres|0.01
毫米 mm|millimetre|millimetres|0.001
微米 μm µm|micrometre|micrometres|0.000001
纳米 nm|nm||0.000000001
里 华里|li||500
海里 nmi|nautical mile|nautical miles|1852
英里 mi|mile|miles|1609.344
英尺 ft|foot|feet|0.3048
英寸|inch|inches|0.0254
皮长公里|sheath km
芯公里|fibre km
光年|light year|light years
码 yd|yard|yards|0.9144

== area
平方米 m² ㎡ m2|square metre|square metres|1
平方公里 平方千米 km² km2|square kilometre|square kilometres|1000000
平方厘米 cm²|square centimetre|square centimetres|0.0001
平方毫米 mm²|square millimetre|square millimetres|0.000001
公顷 ha|hectare|hectares|10000
亩|mu||2000/3
英亩|acre|acres
平方英尺 sqft|square foot|square feet|0.09290304
平方英里|square mile|square miles|2589988.110336
亩次|mu-times

== volume
立方米 m³ m3|cubic metre|cubic metres|1
升 L|litre|litres|0.001
毫升 mL ml|millilitre|millilitres|0.000001
立方厘米 cm³|cubic centimetre|cubic centimetres|0.000001
立方公里 立方千米 km³|cubic kilometre|cubic kilometres|1000000000
千升 kL|kilolitre|kilolitres|1
百升 hL|hectolitre|hectolitres|0.1
立方英尺 ft³|cubic foot|cubic feet|0.028316846592
标准立方米 标方 Nm³ Nm3|standard cubic metre|standard cubic metres
桶|barrel|barrels
加仑|gallon|gallons
蒲式耳|bushel|bushels

== mass
千克 公斤 kg|kilogram|kilograms|1
吨 公吨 t|tonne|tonnes|1000
克 g|gram|grams|0.001
毫克 mg|milligram|milligrams|0.000001
微克 μg µg|microgram|micrograms|0.000000001
斤 市斤|jin||0.5
担|dan||50
公担|quintal|quintals|100
磅|pound|pounds|0.45359237
盎司|ounce|ounces|0.028349523125
克拉|carat|carats|0.0002
吨标准煤 吨标煤 tce|tonne of coal equivalent|tonnes of coal equivalent
吨油当量 toe|tonne of oil equivalent|tonnes of oil equivalent
吨二氧化碳 吨二氧化碳当量 tCO2e tCO2|tonne of CO2|tonnes of CO2
载重吨 DWT|deadweight tonne|deadweight tonnes
千吨 kt|kilotonne|kilotonnes|1000000
总吨 GT|gross ton|gross tons

== time
秒 秒钟 s|second|seconds|1
毫秒 ms|ms||0.001
微秒 μs|μs||0.000001
纳秒 ns|ns||0.000000001
分钟 min|minute|minutes|60
小时 个小时 h|hour|hours|3600
天|day|days|86400
日|day|days|86400
周 星期|week|weeks|604800
个月|month|months
月|month|months
季度 个季度|quarter|quarters
年|year|years
周年|year|years
岁 周岁|year old|years old
课时 学时|class hour|class hours
工作日 个工作日|working day|working days

== energy
千瓦时 kWh kilowatt-hour kilowatt-hours|kWh||1
度|kWh||1
瓦时 Wh|Wh||0.001
兆瓦时 MWh|MWh||1000
吉瓦时 GWh|GWh||1000000
太瓦时 TWh|TWh||1000000000
焦耳 焦 J|J||
千焦 kJ|kJ||
吉焦 GJ|GJ||
兆焦 MJ|MJ||
太焦 TJ|TJ||
拍焦 PJ|PJ||
艾焦 EJ|EJ||
电子伏特 eV|eV
千卡 大卡 kcal|kcal||
英热单位 Btu|Btu
百万英热单位 MMBtu|MMBtu

== power
千瓦 kW kilowatt kilowatts|kW||1
瓦 瓦特 W|W||0.001
兆瓦 MW megawatt megawatts|MW||1000
吉瓦 GW gigawatt gigawatts|GW||1000000
太瓦 TW|TW||1000000000
兆瓦级|MW class
马力|horsepower
千伏安 kVA|kVA||
兆伏安 MVA|MVA
千乏 kvar|kvar
兆乏 Mvar|Mvar
kWp|kWp
MWp|MWp
GWp|GWp

== electricity
伏 伏特 V|V||1
千伏 kV|kV||1000
毫伏 mV|mV||0.001
安培 安 A|A||
毫安时 mAh|mAh||1
安时 Ah|Ah||1000
毫安 mA|mA
欧姆 Ω|ohm|ohms
千欧 kΩ|kΩ
兆欧 MΩ|MΩ

== temperature
℃ 摄氏度 °C|°C
℉ 华氏度 °F|°F
°|°
开尔文 K|K

== pressure
帕 帕斯卡 Pa|Pa||1
百帕 hPa|hPa||100
千帕 kPa|kPa||1000
兆帕 MPa|MPa||1000000
巴 bar|bar||100000
毫米汞柱 mmHg|mmHg

== force
牛顿 牛 N|newton|newtons|1
千牛 kN|kN||1000

== amount of substance
摩尔 mol|mole|moles

== light
坎德拉 cd|candela|candelas
流明 lm|lumen|lumens
勒克斯 lx|lux

== radiation
西弗 Sv|sievert|sieverts|1
毫西弗 mSv|mSv||0.001
微西弗 μSv|μSv||0.000001
贝克勒尔 贝克 Bq|becquerel|becquerels
戈瑞 Gy|gray

== frequency
赫兹 赫 Hz|Hz||1
千赫 kHz|kHz||1000
兆赫 MHz|MHz||1000000
吉赫 GHz|GHz||1000000000
太赫兹 THz|THz||1000000000000
转/分 转/分钟 转每分 rpm|rpm

== speed
公里/小时 公里每小时 千米/小时 km/h|km/h||1
米/秒 米每秒 m/s|m/s||3.6
节每小时 kn|knot|knots|1.852
千米/秒 公里/秒 km/s|km/s||3600
英里/小时 mph|mph||1.609344

== data
字节 B|byte|bytes|1
KB kB 千字节|KB||1000
MB 兆字节|MB||1000000
GB 吉字节|GB||1000000000
TB 太字节|TB||1000000000000
PB 拍字节|PB||1000000000000000
EB 艾字节|EB||1000000000000000000
ZB 泽字节|ZB||1000000000000000000000
YB|YB||1000000000000000000000000
KiB|KiB||1024
MiB|MiB||1048576
GiB|GiB||1073741824
TiB|TiB||1099511627776
PiB|PiB||1125899906842624
EiB|EiB||1152921504606846976
比特 bit bits|bit|bits

== data rate
bps bit/s 比特/秒|bps||1
Kbps kbps kbit/s|Kbps||1000
Mbps Mbit/s Mb/s 兆比特/秒|Mbps||1000000
Gbps Gbit/s Gb/s|Gbps||1000000000
Tbps Tbit/s Tb/s|Tbps||1000000000000
Pbps|Pbps||1000000000000000
MB/s|MB/s||
GB/s|GB/s||

== computing
FLOPS|FLOPS||1
GFLOPS|GFLOPS||1000000000
TFLOPS TFlops|TFLOPS||1000000000000
PFLOPS PFlops P|PFLOPS||1000000000000000
EFLOPS EFlops EFlop/s exaflops|EFLOPS||1000000000000000000
ZFLOPS|ZFLOPS||1000000000000000000000
TOPS|TOPS||1
POPS|POPS||1000
IOPS|IOPS
TPS tps|TPS
QPS|QPS
量子比特|qubit|qubits
像素|pixel|pixels
核时|core hour|core hours

== share
% percent パーセント|%||1
‰|‰||0.1
‱|‱||0.01

== points
个百分点 百分点|percentage point|percentage points|1
基点 个基点 BP bp|basis point|basis points|0.01
个千分点 千分点|per mille point|per mille points|0.1

== concentration
微克/立方米 μg/m³|μg/m³||1
毫克/立方米 mg/m³|mg/m³||1000
毫克/升 mg/L|mg/L
微克/升 μg/L|μg/L
毫克/千克 mg/kg|mg/kg
纳克/立方米 ng/m³|ng/m³
ppm|ppm
ppb|ppb
分贝 dB|dB
dBm|dBm

== count
股|share|shares
剂 剂次|dose|doses

== transport
吨公里 吨千米|tonne-kilometre|tonne-kilometres
人公里 人千米|passenger-kilometre|passenger-kilometres
吨海里|tonne-mile|tonne-miles
标箱 标准箱 国际标准箱 TEU 个标箱 个标准箱 TEUs|TEU|TEUs
车公里|vehicle-kilometre|vehicle-kilometres

== currency
元 人民币 人民币元 RMB CNY yuan Yuan ¥|yuan
角|jiao
美元 美金 USD US$ $ dollar dollars|US dollar|US dollars
欧元 EUR €|euro|euros
日元 日圆 円 JPY|yen
英镑 GBP £|pound sterling|pounds sterling
港元 港币 HKD HK$|Hong Kong dollar|Hong Kong dollars
澳门元 澳门币 MOP|Macanese pataca|Macanese patacas
新台币 新台币元 TWD NT$|New Taiwan dollar|New Taiwan dollars
韩元 KRW ₩|South Korean won
新加坡元 新元 SGD S$|Singapore dollar|Singapore dollars
澳大利亚元 澳元 AUD A$|Australian dollar|Australian dollars
加拿大元 加元 CAD C$ CA$|Canadian dollar|Canadian dollars
新西兰元 NZD NZ$|New Zealand dollar|New Zealand dollars
瑞士法郎 CHF|Swiss franc|Swiss francs
瑞典克朗 SEK|Swedish krona|Swedish kronor
挪威克朗 NOK|Norwegian krone|Norwegian kroner
丹麦克朗 DKK|Danish krone|Danish kroner
印度卢比 卢比 INR ₹|Indian rupee|Indian rupees
卢布 俄罗斯卢布 RUB ₽|Russian rouble|Russian roubles
巴西雷亚尔 雷亚尔 BRL R$|Brazilian real|Brazilian reais
南非兰特 兰特 ZAR|South African rand
墨西哥比索 MXN MX$|Mexican peso|Mexican pesos
土耳其里拉 里拉 TRY|Turkish lira
泰铢 THB|Thai baht
马来西亚林吉特 林吉特 MYR|Malaysian ringgit|Malaysian ringgits
印度尼西亚卢比 印尼盾 IDR|Indonesian rupiah|Indonesian rupiahs
菲律宾比索 PHP ₱|Philippine peso|Philippine pesos
越南盾 VND ₫|Vietnamese dong
阿联酋迪拉姆 AED|UAE dirham|UAE dirhams
沙特里亚尔 SAR|Saudi riyal|Saudi riyals
以色列新谢克尔 ILS ₪|Israeli new shekel|Israeli new shekels
波兰兹罗提 PLN|Polish zloty|Polish zlotys
坚戈 KZT|Kazakhstani tenge
捷克克朗 CZK|Czech koruna|Czech korunas
匈牙利福林 福林 HUF|Hungarian forint|Hungarian forints
格里夫纳 UAH|Ukrainian hryvnia|Ukrainian hryvnias
埃及镑 EGP|Egyptian pound|Egyptian pounds
奈拉 NGN|Nigerian naira
肯尼亚先令 KES|Kenyan shilling|Kenyan shillings
巴基斯坦卢比 PKR|Pakistani rupee|Pakistani rupees
塔卡 BDT|Bangladeshi taka
图格里克 MNT|Mongolian tugrik|Mongolian tugriks
卡塔尔里亚尔 QAR|Qatari riyal|Qatari riyals
科威特第纳尔 KWD|Kuwaiti dinar|Kuwaiti dinars
智利比索 CLP|Chilean peso|Chilean pesos
阿根廷比索 ARS|Argentine peso|Argentine pesos
特别提款权 SDR XDR|special drawing right|special drawing rights
"""

# Measure words, which count what the label names, and have no English.
MEASURE_WORDS = (
    "人份 床日 台班 工日 台(套) 台套 例 床 头 匹 口 株 棵 架 列 班 字 页 架次 车次 辆次 艘次 班次 航次 台次 件次 例次 场次 期 轮 组 队 栋 幢 间 盏 艘 对 双 根 把 粒 颗 滴 "
    "朵 枝 束 箱 盒 袋 包 瓶 罐 杯 盘 盆 宗 单 票 件（套） 本 集 首 句 段 章 层 排 片 面 扇 具 副 顶 尊 帧 桌 席 席位 客位 床位 铺 窝 群 羽 尾 孔 眼 分 "
    "环 局 人天 人年 人月 车 船 样 团 站 路 点 师 户次 家次 个次 标段 机架 卡 张卡 次/人"
)
