# Histogram of a score over all distances below M with the laws it is said to have, one panel per series and context.
needs = 'encoding qk context_tok bin_lo bin_hi density'
uses = 'density_normal density_limit density_split'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
encodings = found
id(_) = (words(encodings) > 1 || words(qks) > 1 ? series(0).', ' : '').'context '.strcol('context_tok').' tokens'
found = ''; stats data using (each(id(0), filled('bin_lo'))) nooutput
panels = found; m = words(panels)
if (m == 0) { exit error csv.' has no bins: run normality with --bins' }
stats data using (column('density')) name 'bar' nooutput
stats data using (filled('density_split') ? column('density_split') : NaN) name 'split' nooutput
most = 1.05 * (found_any('split') && split_max > bar_max ? split_max : bar_max)
# The panels share the axis: of one series the limiting law is the same in all.
stats data using (column('bin_lo')):(column('bin_hi')) name 'bin' nooutput
row(k) = id(0) eq word(panels, k) && filled('bin_lo') ? 0.5 * (column('bin_lo') + column('bin_hi')) : NaN

names = '"scores" "limit: independent phases" "DU''s split, normal" "normal, own mean and sd"'
eval heading('Law of the score over distance', 'One query and key. Grey: share of all distances below the context, per unit of score.')
eval canvas(top + 20 + 290 * m + legend_height(names))
set multiplot
set xrange [bin_min_x:bin_max_y]
set yrange [0:most]
set style line 11 linecolor '#000000' linewidth 2 dashtype (2, 4)
set style line 12 linecolor '#D55E00' linewidth 2.5
set style line 13 linecolor '#0072B2' linewidth 2.5 dashtype (12, 5)
do for [k = 1:m] {
    y0 = top + 24 + 290 * (k - 1)
    eval panel(left, right, y0, y0 + 210, k == m ? 'score' : '', 'density')
    set title m == 1 ? '' : word(panels, k) noenhanced font ',14' offset 0,-0.5
    if (k == 1) { eval legend(top + 16 + 290 * m, names) } else { unset key }
    plot data using (row(k)):(column('density')):(column('bin_hi') - column('bin_lo')) with boxes fillstyle solid 0.9 noborder linecolor '#CCCCCC' title word(names, 1), \
         data using (row(k)):(column('density_limit')) with lines linestyle 12 title word(names, 2), \
         data using (row(k)):(column('density_split')) with lines linestyle 13 title word(names, 3), \
         data using (row(k)):(column('density_normal')) with lines linestyle 11 title word(names, 4)
    eval plain
}
unset multiplot
