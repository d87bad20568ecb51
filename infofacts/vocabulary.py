"""What the words of a question mean: declared tables of words.

The tables of places and characters are in `lexicon`.
"""

from __future__ import annotations

from functools import cache

from infofacts.text import pattern
from infofacts.units import UNITS

# ---------------------------------------------------------------- words that ask or fill
# Chinese words that a fact need not have: they ask, join, or name the kind of number.
FILLING_ZH = frozenset(
    # questions
    "多少 几 几个 哪些 哪个 哪里 哪儿 哪几 哪 叫什么 什么 什么时候 啥 何时 多高 多长 多久 怎么 怎么样 怎样 如何 "
    "有没有 是否 是不是 能否 会不会 能不能 请问 请 告诉我 告诉 查一下 查查 查找 搜索一下 帮我 帮 我想知道 我要 "
    "我 你 想知道 想 看看 列出 列举 给出 介绍 提到 提及 说到 讲到 说 讲 关于 有关 相关 相关的 至于 "
    # particles, adverbs
    "的 地 得 了 着 过 吗 呢 吧 啊 呀 是 在 于 和 与 及 以及 或 或者 还是 等 等等 各 各个 其 其中 该 这 那 这些 那些 "
    "从 到 至 对 对于 向 被 把 将 为 由 以 之 上 中 里 内 里面 之中 当中 间 并 并且 也 都 就 还 又 已 已经 曾 曾经 正 "
    "正在 共 总共 一共 合计 大约 大概 约 目前 现在 当前 如今 眼下 最新 最近 截至 截止 底 末 年底 年末 全年 当年 年度 "
    "年 月 日 今年 去年 上年 其他 方面 个 所 可 可以 能 能够 会 要 需要 让 使 给 跟 同 只 仅 更 更加 很 最 较 比较 "
    "被调查 因 因为 所以 如果 时 时候 期间 后 前 以来 一 一些 某 另 另外 本 "
    # the kind of number
    "数 量 数量 数目 数值 数据 数字 规模 总数 总量 总额 总计 总体 整体 全部 所有 总 总共 总和 人数 人口 户数 个数 "
    "件数 家数 台数 次数 场数 金额 额 值 大小 水平 程度 情况 状况 现状 概况 资料 统计 统计数据 指标 内容 事实 结果 "
    "清单 名单 列表 名称 名字 人 人们 大家 位 名 群众 公众 民众 用户 用户数 使用者 客户 累计 累积 共计 突破 超 超过 "
    "时间 日期 数字是 分别 各自 单位 进展 成果 成效 成就 表现 变化情况 "
    # verbs that say little
    "有 拥有 具有 具备 达 达到 高达 存在 使用 用 用过 利用 采用 运用 用上 用了 使用率 建 建成 建了 建有 建设 建立 开 开了 "
    "开展 进行 实施 实现 完成 做 做了 做到 办 办了 搞 包括 包含 涉及 涵盖 覆盖 提供 发布 出台 印发 推出 开具 出具 举办 举行 成立 "
    "组织 获得 取得 得到 享受 享受到 产生 带动 推动 促进 支持 参加 参与 加入 接入 连接 联网 收到 收 发出 发 颁布 颁发 处理 "
    "认为 觉得 感到 感觉 表示 认同 知道 知晓 了解 听说 拿到 领 领取 领了 装 装了 安装 开通 开办 开设 设 设立 "
    "设置 找 找到 选择 遇到 面临 出现 发生 变 变得 变了 变化 成为 属于 来自 位于 需 花 花了 卖 买 看 看过 看了 玩 玩过 去 来 "
    "采取 作为 帮助 惠及 受益 投入 投用 运行 上线 启动 正式 主要 重点 一般 "
    "卖了 卖出 销售 公布 发布了 收录 收了 用于 服务 服务了 供 供给 做过 参照 总的 大 小 高 低 多 少 新 好 钱 亿 万 百 千 "
    "适用 适用于 报告 报告里 报告中 针对 面向 起 次 开始 结束 制定 出版 提出 明确 规定 推进 加强 提升 提高 优化 完善 增强 形成 "
    "列入 纳入 入选 上榜 评为 认定 授予 签署 签订 签 送 寄 打 写 读 听 跑 走 住 教 学 学习 工作 交 退 换".split()
) | frozenset(
    name
    for name, unit in UNITS.items()
    if name and not name.isascii() and not unit.noun
    if len(name) == 1 or not unit.en or unit.kind == "people"
)
# Those of them that are a part of the word that follows them: 数据交易, but 交易的数据.
NAMING = frozenset(("数据", "数字"))
# Chinese characters that are words of their own: what stands beside them is no part of them.
ALONE = frozenset("的了吗呢是在和与或及有个几变做玩看买卖用")

# English words that a fact need not have, as they are typed.
FILLING_EN = frozenset(
    "into please show up whom about across all also am among amongst around available between "
    "both but current currently during each ever every everything exist far figure figures fact "
    "facts data got info information just know known latest list lists long made make makes most "
    "more need needed newest no now number numbers numeric one other out overall own owned "
    "present put recent recently say says see  some stat statistics stats still "
    "such take taken terms then thing things through total totals until upon us use used user "
    "uses using via want well whether while within yet year years   count counts "
    "counted value values   level levels  sum big high low old good reach "
    "reached reaches come comes covered cover covers covering given gives go goes going hold "
    "holds held include included includes including involve involved involving mention mentioned "
    "mentions provide provided provides receive received run runs set sets built build building "
    "exact exactly approximately roughly altogether compared compare against related relating "
    "concerning regarding detail details describe explain status situation progress name names "
    "named called kind kinds type types sort part parts case subject topic topics answer "
    "question look search ask asked like likely feel felt feels think thinks thought believe "
    "believes consider considers able enough main mainly key end ends ended beginning start "
    "started carried conducted existing cumulative cumulatively he she his her him d ll m re t "
    "ve don doesn didn isn aren wasn weren let lets".split()
)
# Verbs that say little, by their stems; and the past of those that have one of their own.
FILLING_STEMS = frozenset(
    "accept achiev add adopt affect agre aim allow announc appear appli approv arriv attend "
    "attract base becom belong benefit bring buy call capabl care carri caus choos claim collect "
    "combin commit complet conclud conduct confirm consist contain continu control convert creat "
    "deal decid defin deliver depend deploi deriv design determin develop draw drive earn enabl "
    "encourag engag enjoi enter establish exist expand expect explain explor extend face follow "
    "form found fund gain gather grant guid handl happen hear help hire identifi implement "
    "improv indicat introduc join judg keep lack lead learn leav listen live locat lose maintain "
    "manag measur meet mov obtain occur offer operat order organ originat perform permit plac "
    "play point possess prepar print process produc promot prov publish rais rang read realiz "
    "recogniz record reduc refer reflect regard remain remov render replac repres requir resolv "
    "respond result return reveal say select send serv shar sign speak spend stand stop "
    "strengthen submit suggest supply support switch target teach think trade transfer transform "
    "try turn understand updat upgrad visit wait watch win work write taught took taken brought "
    "bought sent spent stood sold lost kept led left met paid rose said sought spoke told "
    "thought understood won wrote written drew drawn did gone went gave".split()
)
# ---------------------------------------------------------------- groups of people
# Words that may be typed, then "=" and other words of a fact that meet them.
_GROUPS = """
women|woman|female|females|girls|ladies|女性|妇女|女士|女生|女孩|女网民|女用户|女
men|man|male|males|boys|男性|男士|男生|男孩|男网民|男用户|男
children|child|kids|minors|underage|teenagers|teens|adolescents|未成年人|未成年|儿童|青少年|少年|孩子|小孩
young people|young adults|youth|youths|gen z|青年|年轻人|80后|90后|95后|00后
elderly|the elderly|older people|older adults|old people|senior citizens|seniors|elder|retirees|\
pensioners|aged|老年人|老年|老人|老人家|长者|银发|退休人员|高龄=适老|older|senior|elder|老
pupils|schoolchildren|primary school students|小学生|中小学生|中学生=school students
college students|university students|undergraduates|大学生|高校学生|本科生|研究生=大学
students|student|学生=pupil|pupils|schoolchildren|student|毕业生
graduates|graduate|毕业生|应届生
teachers|teacher|lecturers|教师|老师
farmers|farmer|peasants|农民|农户
rural|countryside|village|villages|villagers|农村|农村地区|乡村|村民|乡镇|村庄=村|township
urban|city dwellers|cities and towns|城镇|城镇居民|城里人|市民
firms|firm|companies|company|enterprises|enterprise|businesses|corporations|企业|公司|厂商|商家|\
企业家数=vendor|vendors|集团|主体
small firms|small companies|small businesses|small enterprises|smes|sme|small and medium|中小企业|\
小微企业|中小微企业|小企业|小型企业|小公司
large firms|large companies|large enterprises|big firms|big companies|big tech|大企业|大型企业|大公司|\
头部企业=大型受访企业
state-owned|state owned|soe|soes|国企|央企|国有企业|央国企|国资
private firms|private companies|private enterprises|private sector|民企|民营企业|私营企业|民营经济
foreign firms|foreign companies|foreign-funded|foreign funded|multinationals|外资企业|外企|外商|外商投资企业
listed companies|listed firms|上市公司|上市企业=listed
startups|start-ups|unicorns|初创企业|独角兽
employees|employee|workers|worker|staff|workforce|labourers|laborers|职工|工人|员工|劳动者|从业人员|从业者|\
就业人员=talent|人才|人员
migrant workers|migrants|migrant|农民工|外来务工人员|流动人口
disabled|disabilities|disability|disabled people|people with disabilities|blind|deaf|残疾人|残障人士|\
残疾|残障|视障|听障=无障碍|barrier-free
civil servants|officials|public-sector|public sector|government employees|cadres|公务员|干部|机关事业单位|\
党政机关|机关干部=机关事业
households|household|families|family|homes|家庭|居民|住户=home
respondents|respondent|surveyed|interviewees|受访者|受访公众|受访人|受访|被调查者|调查对象|被访者|受访网民=respondent|受访
patients|患者|病人
doctors|doctor|physicians|nurses|医生|医护人员|护士
consumers|consumer|shoppers|buyers|消费者|买家
drivers|司机|驾驶员
low-income|low income|poor|低收入人口|低收入|贫困人口|困难群众=low-income
ethnic minorities|minorities|少数民族
foreigners|expats|外国人|外籍人士
veterans|soldiers|退役军人|军人
programmers|developers|engineers|程序员|开发者|工程师
deputies|人大代表|代表
"""

# ---------------------------------------------------------------- what is wanted of a number
# The kinds of number that a question may ask for, and the words that ask.
_ASKED = {
    "growth": "幅度|增速|增长率|增长速度|增长幅度|增幅|涨幅|同比增长|同比增速|同比下降|同比|比上年增长|比上年增加|比上年净增|"
    "比去年增长|比去年增加|比去年|比上年|较上年|较去年|比前一年|较前一年|年均增长|增长|增加|增多|净增|净增加|上涨|涨了|涨|"
    "上升|提升了|提高了|下降|减少|下跌|降幅|降低了|缩小了|变化率|"
    "growth|growth rate|grow|grew|grown|growing|grows|increase|increased|increases|increasing|rise|"
    "rose|risen|rising|rises|decline|declined|decrease|decreased|fall|fell|fallen|drop|dropped|"
    "change|changed|year-on-year|year on year|yoy|year over year|compared with last year|from last "
    "year|since last year|than last year|over the previous year|faster|annual growth|up by|down by",
    "rank": "排名|排行|排行榜|排前十|排前五|排前三|位次|排位|名次|第几|第几位|排第|排前|名列|位列|位居|居第|榜单|前十|前十名|前五|前三|前几名|"
    "居前|领先|rank|ranked|ranks|ranking|rankings|place in the world|top|leading|top ten|best",
    "share": "占比|比例|比重|份额|百分比|百分之几|所占|占|率|几成|比率|share|shares|percentage|percent|per cent|"
    "proportion|fraction|rate|rates|ratio|%",
    "count": "数量|数目|规模|总数|总量|户数|个数|件数|家数|台数|次数|场数|份数|人口|population|number of",
    "users": "用户数|用户|用户数量|用户规模|users|users of",
    "persons": "人数",
    "many": "多少|几|几个|多少人|多少人口|几个人|how many|how many people|how many persons",
    "who": "谁|哪家公司|哪个部门|哪个单位|什么单位|who|by whom",
    "when": "什么时候|何时|时间|日期|哪一天|哪天|几号|when|date",
    "size": "多大|有多大|how big|how large|size|volume|amount|amounts|quantity|scale",
    "money": "额|金额|总额|总值|多少钱|money|sum of money",
}
# Growth that is asked for with its direction.
FALLING = frozenset(
    "同比下降|下降|减少|下跌|降幅|降低了|缩小了|decline|declined|decrease|decreased|fall|fell|fallen|drop|"
    "dropped|down by".split("|")
)
# What of a label or a quote meets them beside the measure and the unit of the fact: patterns.
MET_BY = {
    "growth": pattern("增|变化|变多|减少|下降|提升|提高|growth|change|increas|grow|lead\\b|more"),
    "rank": pattern(
        r"排|第[一二三四五六七八九十\d]|前列|居前|位次|位居|领先|前[\d十]|rank|top|leading|best"
    ),
    "who": pattern(r"单位|部门|机构|organi[sz]|department"),
    "when": pattern(r"日期|时间|date|\d[月日]"),
    "share": pattern(
        r"占|率|比[例重]|分之|[一二三四五六七八九]成|半数|过半|share|rate|percent|%|proportion"
    ),
}
KINDS = tuple(_ASKED)
# Words for a difference between two numbers.
COMPARING = pattern("差|距|高于|低于|领先|快于|gap|\\blead\\b|differ|higher|lower|faster")
# What a fact must not have, after one of these words; the words by which it is known.
# Without the words after one of LEAVING_OUT, a number is another than that of all.
LEAVING_OUT = "不含|不包括|不包含|不算|除了?|excluding|except"
NEGATION = (
    rf"(?:(?<!是)不是|而非|而不|并非|({LEAVING_OUT})|rather than|instead of|"
    r"but not|,? ?\bnot\b(?! only))\s*([^，,。；;、?？!！]+?)(?:之外|以外|外(?=的|$))?(?=的|[，,。；;?？!！]|$)"
)
NEGATING = "不是 而非 而不 并非 不含 不包 不算 除 rather instead exclud except not".split()

# ---------------------------------------------------------------- words of one meaning
_SYNONYMS = """
网民|互联网用户|上网人数|上网的人|上网用户|网络用户|internet users|netizens|people online|online population|web users
上网|触网|互联网|网络|online|internet
普及率|使用率|渗透率|上网率|penetration|adoption
手机|移动电话|mobile phone|mobile phones|cell phone|cell phones|phones|phone|smartphone|smartphones|智能手机
大学|高校|院校|学院|university|universities|college|colleges
学校|中小学|school|schools
医院|医疗机构|诊所|hospital|hospitals|medical institutions|clinics
医疗|看病|就医|就诊|健康|health|healthcare|medical
药店|药房|pharmacy|pharmacies|drugstores
医保码|医保电子凭证|insurance code|health insurance code
社保卡|社会保障卡|social security card
公积金|住房公积金|housing fund|housing provident fund
网购|网上购物|网络购物|网上零售|网络零售|线上购物|电商|电子商务|online shopping|e-commerce|ecommerce|online retail|\
shopping online
收入|营收|营业收入|营业额|收益|revenue|revenues|turnover|income|sales revenue
零售额|销售额|销售|卖出|retail sales|sales|sold|selling
利润|盈利|profit|profits|earnings
产值|产业规模|output value|output
产量|产出|生产量|output|production
增加值|value added|added value
投资|融资|投融资|investment|financing|funding|funds|raised
进出口|外贸|贸易|trade|foreign trade|imports and exports
出口|exports|export|exported
进口|imports|import|imported
人工智能|ai|artificial intelligence
大模型|语言模型|大语言模型|llm|llms|large model|large models|language models
生成式人工智能|生成式ai|aigc|generative ai|gen ai
物联网|iot|internet of things
云计算|云端运算|云服务|云|cloud|cloud computing
公有云|public cloud
数据中心|算力中心|机房|computing centres|computing centre|data centre|data centres|data center|data centers
机架|racks|rack
服务器|伺服器|server|servers
算力|计算能力|computing power|computing|compute
超算|超级计算|supercomputing|supercomputer|supercomputers
芯片|半导体|集成电路|chip|chips|semiconductor|semiconductors|integrated circuit|integrated circuits
宽带|broadband
千兆|gigabit|1000 mbps|1000mbps
光纤|光缆|fibre|fiber|cables|cable
端口|ports|port
基站|base stations|base station|stations
卫星|satellites|satellite
北斗|beidou
导航|定位|navigation|positioning
频谱|频段|频率|spectrum|band|bands|frequency
专利|patents|patent
发明专利|invention patents
论文|papers|paper|publications
标准|规范|standards|standard
法律|立法|法规|法|条例|规定|办法|law|laws|legislation|regulation|regulations|rules|measures|provisions
政策|举措|措施|做法|办法|policy|policies|measures|initiatives|steps
试点|试验|示范|pilot|pilots|trial|trials
网站|站点|网页|website|websites|sites|site
应用|app|apps|应用程序|软件|applications|应用软件
小程序|mini program|mini programs|mini-programs|mini apps
账号|帐号|账户|accounts|account
关闭|关停|封|封禁|closed|shut down|shut|closed down
下架|removed|taken down|take down
整改|rectify|rectification|rectified|fix|fixed
诈骗|欺诈|骗|fraud|scam|scams
谣言|rumour|rumours|rumor|rumors
网暴|网络暴力|cyberviolence|cyber violence|cyberbullying|online violence
案件|案|案子|cases|case
漏洞|vulnerability|vulnerabilities|bugs
隐私|个人信息|privacy|personal information|personal data
安全|保护|security|safety|protection
担心|担忧|忧虑|害怕|worried|worry|worries|afraid|fear|concerned|concern
满意|满意度|satisfied|satisfaction|happy|satisfying
便捷|便利|方便|convenient|convenience|easier|easy
网速|网络速度|faster network|network speed|network
扫码|二维码|qr|qr code
公交|公共汽车|bus|buses
地铁|metro|subway
交通|出行|transport|traffic|transit|transportation
停车|parking
道路|公路|road|roads
汽车|车辆|车|vehicle|vehicles|car|cars
自动驾驶|无人驾驶|智能网联|self-driving|autonomous|connected|driverless
政务服务|政府服务|government services|public services
政务|政府|government|e-government
热线|hotline|hotlines
证照|证件|执照|licence|licences|license|licenses|permit|permits|certificate|certificates
发票|invoice|invoices
纳税人|taxpayer|taxpayers
岗位|职位|工作岗位|jobs|job|positions|vacancies
就业|找到工作|找工作|employment|hired|placed|employed
培训|training|trained
技能|本领|skills|skill
课程|课|慕课|courses|course|classes|moocs
图书馆|library|libraries
博物馆|museum|museums
美术馆|gallery|galleries
直播|livestream|livestreaming|live streaming|livestreamed
文艺院团|剧团|剧院|院团|troupes|troupe|theatre|theater
流域|河流|river|rivers|basin|basins
影像|图像|scenes|images|imagery|pictures
外部|external|outside
内部|internal|inside
接入|access
使用率|使用占比|usage|use
演出|节目|show|shows|performance|performances
电视剧|网剧|网络剧|剧集|dramas|drama|series
网文|网络文学|网络小说|web literature|online literature|web novels|online novels
海外|国外|境外|出海|overseas|abroad|foreign
游戏|games|game|gaming
旅游|旅行|travel|tourism
餐饮|外卖餐饮|catering|food
文娱|娱乐|entertainment
阅读|读书|看书|reading
购物|shopping
电子书|数字阅读|e-books|digital reading
煤矿|coal mine|coal mines
煤|煤炭|coal
钢|钢铁|粗钢|steel
电力|用电|电|electricity
绿电|绿色电力|green power|green electricity
碳|carbon
碳排放|carbon emissions|carbon emission
碳市场|carbon market
铁塔|tower|towers
工厂|车间|厂|factory|factories|workshops|plants
制造|制造业|manufacturing
设备|装备|device|devices|equipment
终端|terminal|terminals
港口|ports
省|省份|省级地区|各省|各省份|province|provinces|provincial
城市|地市|各城市|各市|city|cities
县|county|counties
村|行政村|village|villages
国家|国|countries|country|nations
部门|部委|departments|department|ministries|agencies
地区|区域|地方|各地|各地区|region|regions|area|areas|places
领域|行业|fields|field|sector|sectors|industry|industries
厂商|厂家|供应商|vendors|vendor|suppliers
产品|商品|product|products|goods
交易所|交易机构|数据交易机构|exchanges|exchange
数据产品|data products
数据集|dataset|datasets|data sets
语料|语料库|corpus|corpora
开放|公开|open|opened
开源|open source|open-source
代码|code
行|行数|lines
贡献者|共建者|contributors|contributor
下载|downloads|download|downloaded
日活|日活跃用户|每天活跃用户|daily active users|dau
月活|月活跃用户|monthly active users|mau
活跃|active
注册|登记|registered|registration|sign up
备案|filed|filing|filings|registered|registration
授权|granted|authorised|authorized|authorization
申请|applications|application|applied|filed
浏览|访问|点击|views|view|visits|visit|visited
观看|播放|views|plays|watched
投诉|complaints|complaint
调解|纠纷|mediation|disputes|dispute
法院|court|courts
检察|procuratorial|prosecutors|prosecution
代表|deputies|deputy
委员|政协|cppcc
人大|全国人大|npc|people's congress
复议|reconsideration
台风|typhoon
灾害|disaster|disasters
应急|emergency
气象|天气|weather|meteorological
水利|water conservancy|water
水|water
环境|生态|environment|environmental|ecology|ecological
监测|monitoring|monitored|monitor
遥感|remote sensing
森林|forest|forests
土地|国土|land
视频|影音|video|videos
短视频|short video|short videos
监控|摄像头|surveillance|cameras|camera
门锁|locks|lock
音箱|speakers|speaker
家电|电器|appliances|appliance
智能家居|smart home|smart homes
冰箱|fridge|refrigerator
人脸识别|face recognition|facial recognition
机器人|robot|robots
编程|程序|写代码|programming|coding|程序开发
邮件|电子邮件|email|e-mail|emails|mail
文档|文件|documents|document
聊天|chat
搜索|查找|查资料|search
翻译|translation|translate
缴费|付款|支付|payment|payments|pay|paying
挂号|预约|appointment|booking
病历|病例|medical records|records
报告|report|reports
检验|化验|检查|test|tests
自助机|kiosk|kiosks|self-service
远程医疗|telemedicine|remote medicine
处方|prescription|prescriptions
研发|研究|r&d|research|research and development
费用|经费|支出|spending|expenditure
消费|花费
人员|人才|staff|talent|personnel
短缺|缺|缺乏|缺少|不足|shortage|short|lack|lacking|lacks
挑战|困难|问题|challenges|challenge|problems|problem|difficulties
税|税负|税费|tax|taxes
补贴|补助|subsidy|subsidies
资金|funding|funds|fund
出境|跨境|cross-border|cross border
数据跨境|数据出境|cross-border data|data export
论坛|forum|forums
对话|磋商|dialogue|dialogues|talks|consultation
会议|大会|峰会|conference|conferences|summit|meeting|meetings
谅解备忘录|备忘录|memorandum|memorandums|mou|mous|memoranda
协议|合作|agreement|cooperation
竞赛|大赛|比赛|赛|competition|contest|cup
职业|occupation|occupations|profession
专业|major|majors
参赛|参加|参与|participants|participation|participations|participated|taking part
活动|events|event|activities
场|场次|events|sessions
排放|emissions|emission
小时|hours|hour
每天|每日|日|daily|per day|a day
每周|weekly|a week|per week
每分钟|per minute|a minute
最高|最多|most|top
首个|第一个|首|first
全球首|world's first
寿命|lifespan
题目|标题|title
发布|出版|published|release|released|launch|launched
目录|catalogue|catalog|directory
规划|计划|plan|plans|planning|planned
战略|strategy|strategies
任务|task|tasks
要求|requirements|requirement
原则|principles|principle
目标|goals|goal|targets
机遇|opportunities|opportunity
优势|strengths|advantages
评价|评估|evaluation|assessment|evaluated
指标体系|index system
问卷|调查|questionnaire|questionnaires|survey
样本|问卷数|sample|valid questionnaires
建议|意见|suggestions|suggestion|opinions
关键词|keywords|keyword
平台|platform|platforms
系统|操作系统|system|systems|os
数据库|database|databases
大数据|big data
鸿蒙|harmonyos|harmony os
欧拉|openeuler|open euler
开源鸿蒙|openharmony
装机量|装机|installations|installed|installation
流量|traffic
地址|addresses|address
带宽|bandwidth
固定|固网|fixed
移动|mobile
蜂窝|cellular
共享|shared|sharing|share
共建|jointly built
新建|新|newly built|new|newly
新增|新成立|当年|newly|new|added
闭环|closed loop
利用率|utilization|utilisation
存储|存储量|storage|stored|store
生产|产生|production|generated
规模以上|规上|above designated size
电信|通信|telecom|telecoms|telecommunications|telecommunication
软件|software
硬件|hardware
信息化|informatization|informatisation|it use|digitalization|digitalisation
数字化|digital|digitalization|digitization|digitalisation
农业|farming|agriculture|agricultural|farm
农产品|farm products|farm produce|agricultural products
工业|industrial|industry
服务业|services
人民银行|央行|central bank|pbc|pboc
网信办|国家网信办|cac|cyberspace administration
北京|beijing
"""


# Quantities that are of something: alone they ask for that of all, not of software only.
QUANTITIES = frozenset(
    "收入 零售额 利润 产值 产量 增加值 投资 贸易 进出口 出口 进口 普及率 就业".split()
)


@cache
def groups() -> dict[str, tuple[str, ...]]:
    """What meets each word for a group of people, as it may be typed."""
    met_by: dict[str, tuple[str, ...]] = {}
    for line in _GROUPS.strip().splitlines():
        typed = line.partition("=")[0].split("|")
        met_by |= dict.fromkeys(typed, tuple(line.replace("=", "|").split("|")))
    return met_by


@cache
def synonyms() -> dict[str, tuple[str, ...]]:
    """The words of the same meaning for each word that has any."""
    same: dict[str, tuple[str, ...]] = {}
    for line in _SYNONYMS.strip().splitlines():
        words = tuple(line.split("|"))
        for word in words:
            same[word] = same[word] + words if word in same else words
    return same


@cache
def asked() -> dict[str, str]:
    """The kind of number that a word asks for."""
    return {word: kind for kind, words in _ASKED.items() for word in words.split("|")}
