#!/usr/bin/env bash
# Software: Typer 0.28.0, which carries its own copy of Click, and Click 8.5.1; Python's gettext.
# Guess before running: Click looks its words up with gettext, so a catalogue in the text domain of
# the program translates its help and its errors; Typer is built on Click and does the same.
# Behaviour: Click translates "Usage", "Options", "Try … for help" and "Error". Typer translates the
# headings ("Options") only: usage, hint, error and the help of --help stay English, since its copy of
# Click has no gettext.
# Matters to: everybody whose Typer program speaks another language than English.
# Output seen:
#   click: 用法 选项 帮助。 错误
#   typer: Usage 选项 help. Error
# Exits with 1 when that changes. Needs network for pip.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv env
env/bin/pip install -q --disable-pip-version-check typer==0.28.0 click==8.5.1 polib==1.2.0
cat > words.py << 'END'
import gettext, os, sys, polib

WORDS = {
    "Usage:": "用法:", "Usage: ": "用法: ", "Options": "选项", "Show this message and exit.": "显示帮助。",
    "Try '{command} {option}' for help.": "运行 '{command} {option}' 查看帮助。",
    "Error: {message}": "错误: {message}",
}
catalogue = polib.POFile()
catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
catalogue += [polib.POEntry(msgid=a, msgstr=b) for a, b in WORDS.items()]
os.makedirs("zh/LC_MESSAGES", exist_ok=True)
catalogue.save_as_mofile("zh/LC_MESSAGES/app.mo")
os.environ["LANGUAGE"] = "zh"
gettext.bindtextdomain("app", ".")
gettext.textdomain("app")
END
cat > with_click.py << 'END'
import words, click

@click.command()
def main() -> None: ...

main()
END
cat > with_typer.py << 'END'
import words, typer

app = typer.Typer(rich_markup_mode=None, add_completion=False)

@app.command()
def main() -> None: ...

app()
END
found=
for library in click typer; do
  text=$(env/bin/python with_$library.py --help; env/bin/python with_$library.py --no 2>&1 || true)
  line="$library: $(grep -oE '^(用法|Usage)|选项|^Options|(帮助。|help\.)$|^(错误|Error)' <<< "$text" |
    awk '!seen[$0]++' | tr '\n' ' ')"
  echo "$line"
  found+="$line"$'\n'
done
[ "$found" = $'click: 用法 选项 帮助。 错误 \ntyper: Usage 选项 help. Error \n' ]
