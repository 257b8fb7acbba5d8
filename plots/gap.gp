# Near/far gap against base, and the distance at which the inequality fails.
call scripts.'/style.gp' 'encoding qk far_hi_tok gap_min threshold horizon_tok base gap_limit'

# A sweep is what differs in its base only: base=5e5 becomes base=*.
cut(s, p) = p == 0 ? s : cut_tail(s[1:p + 4].'*', s[p + 5:])
cut_tail(head, tail) = head.(strstrt(tail, ',') ? tail[strstrt(tail, ','):] : '')
sweep(_) = cut(strcol('encoding'), strstrt(strcol('encoding'), 'base=')).(words(qks) > 1 ? '  '.strcol('qk') : '')
found = ''; stats data using (each(sweep(0), filled('base') && filled('gap_min'))) nooutput
all = found; n = words(all)
if (n == 0) { exit error csv.' has no row with a base and a near range' }
found = ''; stats data using (each(sweep(0), filled('base') && filled('horizon_tok'))) nooutput
failed = found
found = ''; stats data using (each(sweep(0), filled('base') && filled('gap_min') && !filled('horizon_tok'))) nooutput
lasted = found
only(list, k) = sweep(0) eq word(list, k) ? column('base') : NaN
stats data using (filled('base') ? column('base') : NaN) name 'base' nooutput

notes = '"smallest failing distance" "scan ends here, no failure"'
eval canvas(545 + legend_height(all) + 30)
set multiplot
eval heading('How much more a near distance scores than any far one, and how far that lasts', \
    'Left: least gap over all near and far distances scanned. Right: the first far distance where it fails.'."\n".model)
set logscale x
set format x powers
set xrange [base_min / 2:base_max * 2]
set xlabel 'base' offset 0,0.5
eval legend(534, all)

eval panel(95, 435, 90, 460)
set ylabel 'least gap (E S(near) - E S(far)) / sqrt D' offset 0.5,0
set xzeroaxis linestyle 1 linecolor '#888888' linewidth 1 dashtype solid
set label 3 'threshold |mu0|/8' at graph 0.98, first 0 right offset 0,0 font ',13' textcolor '#444444'
unset label 3
plot data using (only(all, 1)):(column('threshold')) with lines linestyle 101 notitle, \
     data using (only(all, 1)):(8 * column('threshold') * column('gap_limit')) with lines linestyle 102 notitle, \
     for [k = 1:n] data using (only(all, k)):(column('gap_min')) with linespoints linestyle k title word(all, k)
unset label 1
unset label 2

eval panel(545, 885, 90, 460)
set logscale y
set format y powers
set ylabel 'far distance / tokens' offset 0.5,0
unset xzeroaxis
unset key
plot x with lines linestyle 101 notitle, \
     for [k = 1:words(failed)] data using (filled('horizon_tok') ? only(failed, k) : NaN):(column('horizon_tok')) \
         with points linestyle style(place(all, word(failed, k))) pointsize 1 notitle, \
     for [k = 1:words(lasted)] data using (filled('horizon_tok') || !filled('gap_min') ? NaN : only(lasted, k)):(column('far_hi_tok')) \
         with points linestyle style(place(all, word(lasted, k))) pointtype 8 pointsize 1.3 notitle
unset multiplot
