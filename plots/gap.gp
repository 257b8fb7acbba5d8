# Near/far gap against base, and the distance at which the inequality fails.
call scripts.'/style.gp' 'encoding qk far_hi_tok gap_min threshold horizon_tok base gap_limit proved'

# A sweep is what differs in its base only: base=5e5 becomes base=*.
cut(s, p) = p == 0 ? s : cut_tail(s[1:p + 4].'*', s[p + 5:])
cut_tail(head, tail) = head.(strstrt(tail, ',') ? tail[strstrt(tail, ','):] : '')
sweep(_) = cut(strcol('encoding'), strstrt(strcol('encoding'), 'base=')).(words(qks) > 1 ? '  '.strcol('qk') : '')
found = ''; stats data using (each(sweep(0), filled('base') && filled('gap_min'))) nooutput
all = found; n = words(all)
if (n == 0) { exit error csv.' has no row with a base and a near range' }
only(list, k) = sweep(0) eq word(list, k) ? column('base') : NaN
stats data using (filled('base') ? column('base') : NaN) name 'base' nooutput

# Only if every row with an answer is proved.
stats data using (filled('gap_min') ? column('proved') : NaN) name 'proof' nooutput
proof = proof_min == 1 ? ', each proved' : ''

entries = put(put(put(put(all, 'left: threshold |mu0|/8'), 'left: limit of large dim, from below'), 'right: far distance = base'), 'right, hollow: scanned, no failure')
eval canvas(555 + legend_height(entries))
set multiplot
eval heading('How much more a near distance scores than any far one, and how far that lasts', \
    'Left: least gap over all near and far distances scanned. Right: the first far distance where it fails'.proof.'.'."\n".model)
set logscale x
set format x powers
room = base_min == base_max ? 20 : 2
set xrange [base_min / room:base_max * room]
eval legend(544, entries)

eval panel(95, 435, 100, 470, 'base', 'least gap (E S(near) - E S(far)) / sqrt D')
set xzeroaxis linestyle 1 linecolor '#888888' linewidth 1 dashtype solid
plot data using (only(all, 1)):(column('threshold')) with lines linestyle 101 notitle, \
     data using (only(all, 1)):(8 * column('threshold') * column('gap_limit')) with lines linestyle 102 notitle, \
     for [k = 1:n] data using (only(all, k)):(column('gap_min')) with linespoints linestyle style(k) title word(all, k), \
     keyentry with lines linestyle 101 title word(entries, n + 1), \
     keyentry with lines linestyle 102 title word(entries, n + 2), \
     keyentry with lines linestyle 103 title word(entries, n + 3), \
     keyentry with points linestyle 101 pointtype 6 pointsize 0.9 title word(entries, n + 4)
eval plain

eval panel(545, 880, 100, 470, 'base', 'far distance / tokens')
set logscale y
set format y powers
unset xzeroaxis
plot x with lines linestyle 103 notitle, \
     for [k = 1:n] data using (filled('gap_min') ? only(all, k) * 1.09 ** (k - 0.5 * (n + 1)) : NaN):(filled('horizon_tok') ? column('horizon_tok') : column('far_hi_tok')):(filled('horizon_tok') ? shape[style(k)] : shape[style(k)] - 1) \
         with points linestyle style(k) linewidth 1 pointsize 0.9 pointtype variable notitle
unset multiplot
