#!/usr/bin/env bash
# The report in a real browser: report_test.sh REPORT.html. Folding, filter, links, contrast in light and dark, a phone's
# width, no message on the console, nothing loaded, 12 printed pages at most. Exit 3 where there is no Chromium.
set -euo pipefail
here=$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")
report=$(readlink -f -- "$1")
most_pages=12
for browser in chromium chromium-browser google-chrome ''; do
    if command -v "$browser" >/dev/null; then break; fi
done
if [[ -z $browser ]]; then
    echo "report_test: skipped: no chromium"
    exit 3
fi
box=$(mktemp -d)
trap 'rm -rf -- "$box"' EXIT
failed=0 passed=0

browse() { # PAGE OPTION..: what the browser has of it in the end; its console in $box/console
    timeout 120 "$browser" --headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu --no-first-run --disable-background-networking \
        --user-data-dir="$box/profile" --enable-logging=stderr --virtual-time-budget=20000 "${@:2}" "file://$box/$1" \
        2>"$box/console"
}

note() { # ok|not ok, what
    echo "$1 $2"
    if [[ $1 == ok ]]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

checks() { # NAME WIDTH OPTION..: of the report in a window of that width, which a window of its own may not be
    local line
    cat >"$box/frame.html" <<END
<!DOCTYPE html>
<html lang="en">
<iframe src="checked.html" title="report" style="width:$2px;height:844px"></iframe>
<pre id="results"></pre>
<script>
onmessage = function (m) { document.getElementById('results').textContent = '\\n' + m.data + '\\n'; };
</script>
</html>
END
    browse frame.html --window-size=1600,1000 "${@:3}" --dump-dom >"$box/dom"
    while IFS= read -r line; do
        case $line in
        ok\ *) note ok "$1: ${line#ok }" ;;
        not\ ok\ *) note 'not ok' "$1: ${line#not ok }" ;;
        esac
    done < <(sed -n '/<pre id="results">/,/<\/pre>/p' "$box/dom")
    if grep -qx finished "$box/dom"; then note ok "$1: all checks ran"; else note 'not ok' "$1: the checks did not end"; fi
    if grep CONSOLE "$box/console"; then note 'not ok' "$1: a message on the console"; else note ok "$1: the console is empty"; fi
}

{
    sed '/^<\/body>$/,$d' "$report"
    echo '<script>'
    cat "$here/report_test.js"
    printf '</script>\n</body>\n</html>\n'
} >"$box/checked.html"
checks light 1280
checks dark 1280 --blink-settings=preferredColorScheme=0
checks phone 390

cp -- "$report" "$box/page.html"
browse page.html --no-pdf-header-footer --print-to-pdf="$box/report.pdf"
pages=$(grep -ac '/Type */Page\b' "$box/report.pdf" || true)
if ((pages >= 2 && pages <= most_pages)); then
    note ok "printed on $pages pages"
else
    note 'not ok' "printed on $pages pages, at most $most_pages"
fi

echo "report_test: $passed passed, $failed failed"
((failed == 0))
