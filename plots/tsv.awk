# A posbias CSV as tab-separated text: comments dropped, quotes resolved (gnuplot cuts a quoted string at its commas).
# -v header=1: the header row only.
/^#/ || /^[ \t\r]*$/ { next }
{
    sub(/\r$/, "")
    out = ""
    rest = $0
    while (1) {
        field = ""
        if (substr(rest, 1, 1) == "\"") {
            rest = substr(rest, 2)
            while ((at = index(rest, "\"")) > 0) { # "" inside a quoted field is one quote
                field = field substr(rest, 1, at - 1)
                rest = substr(rest, at + 1)
                if (substr(rest, 1, 1) != "\"")
                    break
                field = field "\""
                rest = substr(rest, 2)
            }
        }
        at = index(rest, ",")
        if (at == 0) {
            print out field rest
            if (header)
                exit
            next
        }
        out = out field substr(rest, 1, at - 1) "\t"
        rest = substr(rest, at + 1)
    }
}
