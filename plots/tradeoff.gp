# The plane of failures, one panel per query-key model and context: RoPE's bases joined by a curve, other encodings as points.
call scripts.'/style.gp' 'encoding qk context_tok position_failure position_failure_lo position_failure_hi token_failure token_failure_lo token_failure_hi'
found = ''; stats data using (each(strcol('context_tok'), 1)) nooutput
contexts = found
kind(e) = e[1:strstrt(e.':', ':') - 1]
found = ''; stats data using (each(kind(strcol('encoding')), 1)) nooutput
kinds = found; n = words(kinds)
stats data using (column('position_failure_hi')):(column('token_failure_hi')) name 'any' nooutput
reach(x) = x < 0.68 ? 0.72 : x < 0.8 ? 0.84 : 1.04

# A key's value in an encoding string, or what stands for it if it is not given.
after(e, key) = (i = strstrt(e, key.'='), i == 0 ? '' : e[i + strlen(key) + 1:strlen(e)])
setting(e, key, other) = (rest = after(e, key), rest eq '' ? other : rest[1:strstrt(rest.',', ',') - 1])
# Labels only where points stand apart: every other decade of the base, scaled phases; all if there are few.
few = 0
odd(base) = base[1:2] eq '1e' && int(base[3:strlen(base)]) % 2 == 1
name(e) = kind(e) eq 'rope' ? (few || odd(setting(e, 'base', '')) ? setting(e, 'base', '') : '') : kind(e) ne 'tapa' ? '' : \
          setting(e, 'scale', '1') ne '1' ? 'x'.setting(e, 'scale', '1') : few ? setting(e, 'alpha', '0.1') : ''
on(j, c, k) = strcol('qk') eq word(qks, j) && strcol('context_tok') eq word(contexts, c) && kind(strcol('encoding')) eq word(kinds, k)
x(j, c, k) = on(j, c, k) ? column('position_failure') : NaN

found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
few = words(found) <= 8
m = words(qks); columns_shown = words(contexts)
eval canvas(95 + m * 480 + legend_height(kinds))
set multiplot
eval heading('Losing positions against losing tokens', \
    "With 95 % limits. Labels: RoPE's base; x: TAPA's phase scale. ".(few ? "Else TAPA's alpha." : 'TAPA without a label: scale 1.')."\n".model)
set xrange [-0.02:reach(any_max_x)]
set yrange [-0.02:reach(any_max_y)]
eval legend(95 + m * 480, kinds)
do for [j = 1:m] { do for [c = 1:columns_shown] {
    x0 = columns_shown == 1 ? 95 : 95 + 455 * (c - 1); y0 = 115 + 480 * (j - 1)
    eval panel(x0, columns_shown == 1 ? 880 : x0 + 335, y0, y0 + 370, 'P(position inversion)', 'P(token inversion)')
    set title sprintf('%s, M = %s', word(qks, j), word(contexts, c)) noenhanced font ',15' offset 0,-0.4
    set arrow 1 from first 0.5, graph 0 to first 0.5, graph 1 nohead linestyle 101
    set arrow 2 from graph 0, first 0.5 to graph 1, first 0.5 nohead linestyle 101
    plot for [k = 1:n] data using (x(j, c, k)):(column('token_failure')):(column('position_failure_lo')):(column('position_failure_hi')):(column('token_failure_lo')):(column('token_failure_hi')) \
             with xyerrorbars linestyle style(k) dashtype solid linewidth 0.7 pointsize 0.7 notitle, \
         for [k = place(kinds, 'rope'):place(kinds, 'rope') - 1 + (place(kinds, 'rope') > 0)] data using (x(j, c, k)):(column('token_failure')) with lines linestyle style(k) notitle, \
         for [k = 1:n] data using (x(j, c, k)):(column('token_failure')):(name(strcol('encoding'))) \
             with labels left offset 0.6,0.5 font ',12' textcolor rgb palette[style(k)] noenhanced notitle, \
         for [k = 1:n] keyentry with points linestyle style(k) title word(kinds, k)
    eval plain
} }
unset multiplot
