# The plane of failures, one panel per query-key model and context: RoPE's bases joined by a curve, other encodings as points.
needs = 'encoding qk context_tok position_failure position_failure_lo position_failure_hi token_failure token_failure_lo token_failure_hi'
uses = 'family'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('context_tok'), 1)) nooutput
contexts = found
kind(e) = e[1:strstrt(e.':', ':') - 1]
found = ''; stats data using (each(kind(strcol('encoding')), 1)) nooutput
kinds = found; n = words(kinds)
stats data using (column('position_failure_hi')):(column('token_failure_hi')) name 'any' nooutput
reach(x) = x < 0.68 ? 0.72 : x < 0.8 ? 0.84 : 1.04

# A key's value in an encoding string, or what stands for it if it is not given.
after(e, key) = (at_ = strstrt(e, key.'='), at_ == 0 ? '' : e[at_ + strlen(key) + 1:strlen(e)])
setting(e, key, other) = (rest = after(e, key), rest eq '' ? other : rest[1:strstrt(rest.',', ',') - 1])
# All points are labelled if there are few. Else where they stand apart: every other decade of the base, scaled phases.
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
encodings = found
few = words(encodings) <= 8
odd(base) = base[1:2] eq '1e' && int(base[3:strlen(base)]) % 2 == 1
# Of more than five types the first point of each names it.
firsts = ''; found = ''
first_of(e) = place(found, kind(e)) ? 0 : (found = put(found, kind(e)), firsts = put(firsts, e), 0)
stats data using (first_of(strcol('encoding'))) nooutput
name(e, short) = few ? short : n > 5 ? (place(firsts, e) ? kind(e) : '') : kind(e) eq 'rope' ? (odd(setting(e, 'base', '')) ? setting(e, 'base', '') : '') : \
    kind(e) eq 'tapa' && setting(e, 'scale', '1') ne '1' ? 'x'.setting(e, 'scale', '1') : ''
on(j, c, k) = strcol('qk') eq word(qks, j) && strcol('context_tok') eq word(contexts, c) && kind(strcol('encoding')) eq word(kinds, k)
x(j, c, k) = on(j, c, k) ? column('position_failure') : NaN
# A label stands where no other of its panel does, above those that do; taken has their places.
near(u, v) = sum [i = 1:words(taken) / 2] (abs(word(taken, 2 * i - 1) - u) < 0.12 * reach(any_max_x) && abs(word(taken, 2 * i) - v) < 0.04 * reach(any_max_y) ? 1 : 0)
free(u, v) = near(u, v) ? free(u, v + 0.041 * reach(any_max_y)) : (taken = taken.sprintf(' %.4f %.4f', u, v), v)
lift(u) = name(strcol('encoding'), strcol('encoding_label')) eq '' || u != u ? NaN : free(u, column('token_failure'))
side(j, c, k, over) = (column('position_failure') > 0.62 * reach(any_max_x)) == over ? x(j, c, k) : NaN

m = words(qks) * words(contexts)
legend_is = few || n == 1 || n > 5 ? 0 : legend_height(kinds)
eval heading('Losing positions against losing tokens', \
    'With 95 % limits. '.(few ? '' : n > 5 ? 'A type stands at its first point. ' : (place(kinds, 'rope') ? "Labels: RoPE's base. " : '').(place(kinds, 'tapa') ? "x: TAPA's phase scale; TAPA without a label: scale 1. " : '')).'Rules at 1/2: nothing left.')
eval canvas(top + m * 470 + 2 + legend_is)
set multiplot
set xrange [-0.02:reach(any_max_x)]
set yrange [-0.02:reach(any_max_y)]
if (legend_is) { eval legend(top + m * 470 + 4, kinds) } else { unset key }
do for [j = 1:words(qks)] { do for [c = 1:words(contexts)] {
    y0 = top + (m == 1 ? 14 : 32) + 470 * (words(contexts) * (j - 1) + c - 1)
    eval panel(left, right, y0, y0 + 380, 'P(position inversion)', 'P(token inversion)')
    set title m == 1 ? '' : (words(qks) > 1 ? word(qks, j) : '').(words(qks) > 1 && words(contexts) > 1 ? ', ' : '').(words(contexts) > 1 ? 'context '.word(contexts, c) : '') noenhanced font ',15' offset 0,-0.5
    set arrow 1 from first 0.5, graph 0 to first 0.5, graph 1 nohead linestyle 101
    set arrow 2 from graph 0, first 0.5 to graph 1, first 0.5 nohead linestyle 101
    taken = ''
    plot for [k = 1:n] data using (x(j, c, k)):(column('token_failure')):(column('position_failure_lo')):(column('position_failure_hi')):(column('token_failure_lo')):(column('token_failure_hi')) \
             with xyerrorbars linestyle style(k) dashtype solid linewidth 0.7 pointsize 0.9 notitle, \
         for [k = place(kinds, 'rope'):place(kinds, 'rope') - 1 + (place(kinds, 'rope') > 0)] data using (x(j, c, k)):(column('token_failure')) with lines linestyle style(k) notitle, \
         for [k = 1:n] data using (side(j, c, k, 0)):(lift(side(j, c, k, 0))):(name(strcol('encoding'), strcol('encoding_label'))) \
             with labels left offset 0.7,0.5 font ',13' noenhanced notitle, \
         for [k = 1:n] data using (side(j, c, k, 1)):(lift(side(j, c, k, 1))):(name(strcol('encoding'), strcol('encoding_label'))) \
             with labels right offset -0.7,0.5 font ',13' noenhanced notitle, \
         for [k = 1:n] keyentry with points linestyle style(k) pointsize 0.9 title word(kinds, k)
    eval plain
} }
unset multiplot
