# Near/far gap against base, and the distance at which the inequality fails.
needs = 'encoding qk far_hi_tok gap_min base'
uses = 'threshold horizon_tok gap_limit proved'
over = 'base'
call scripts.'/style.gp'

# A sweep is what differs in its base only: base=5e5 becomes base=*.
cut(s, p) = p == 0 ? s : cut_tail(s[1:p + 4].'*', s[p + 5:])
cut_tail(head, tail) = head.(strstrt(tail, ',') ? tail[strstrt(tail, ','):] : '')
sweep(_) = cut(strcol('encoding_label'), strstrt(strcol('encoding_label'), 'base=')).(words(qks) > 1 ? '  '.strcol('qk_label') : '')
found = ''; stats data using (each(sweep(0), filled('base') && filled('gap_min'))) nooutput
all = found; n = words(all)
if (n == 0) { exit error csv.' has no row with a base and a near range' }
only(list, k) = sweep(0) eq word(list, k) ? column('base') : NaN
stats data using (filled('base') ? column('base') : NaN) name 'base' nooutput

# Only if every row with an answer is proved.
stats data using (filled('gap_min') ? column('proved') : NaN) name 'proof' nooutput
proof = proof_min == 1 ? ', each proved' : ''

eval heading('How much more a near distance scores than any far one', \
    'Above: least gap over all near and far distances scanned. Below: the first far distance where it fails'.proof.'; hollow: scanned so far without a failure.')
grown = more(all, 240)
eval canvas(top + 592 + grown + below(all))
set multiplot
set logscale x
set format x powers
room = base_min == base_max ? 20 : 2
set xrange [base_min / room:base_max * room]
stats data using (filled('threshold') ? column('threshold') : NaN) name 'threshold' nooutput
stats data using (filled('gap_limit') ? 8 * column('threshold') * column('gap_limit') : NaN) name 'limit' nooutput

eval panel(left, right - room(all), top, top + 240 + grown, '', 'least gap / sqrt D')
stats data using (filled('gap_min') ? column('gap_min') : NaN) name 'gap' nooutput
@clear_ends
stats data using (filled('gap_min') && filled('base') ? end(place(all, sweep(0)), column('base'), column('gap_min')) : 0) nooutput
highest = found_any('limit') && limit_max > gap_max ? limit_max : gap_max
eval around(gap_min < 0 ? gap_min : 0, highest)
eval names_set(all, top + 590 + grown)
if (found_any('threshold')) { set label 6 'threshold |mu0|/8' at graph 0.99, first threshold_min right offset 0,-0.6 font ',13' noenhanced }
if (found_any('limit')) { set label 7 'limit of large dim' at graph 0.01, first limit_min offset 0,-0.6 font ',13' noenhanced }
set xzeroaxis linestyle 1 linecolor '#888888' linewidth 1 dashtype solid
plot data using (only(all, 1)):(column('threshold')) with lines linestyle 101 notitle, \
     data using (only(all, 1)):(8 * column('threshold') * column('gap_limit')) with lines linestyle 102 notitle, \
     for [k = 1:n] data using (only(all, k)):(column('gap_min')) with linespoints linestyle style(k) title word(all, k)
eval plain
eval no_ends
unset label 6; unset label 7
set label 8 'far distance = base' at graph 0.5, graph 0.32 font ',13'
set autoscale y

eval panel(left, right - room(all), top + 280 + grown, top + 534 + grown, 'base', 'far distance / tokens')
set logscale y
set format y powers
unset xzeroaxis
plot x with lines linestyle 103 notitle, \
     for [k = 1:n] data using (filled('gap_min') ? only(all, k) * 1.09 ** (k - 0.5 * (n + 1)) : NaN):(filled('horizon_tok') ? column('horizon_tok') : column('far_hi_tok')):(filled('horizon_tok') ? shape[style(k)] : shape[style(k)] - 1) \
         with points linestyle style(k) linewidth 1 pointsize 0.9 pointtype variable notitle
unset multiplot
