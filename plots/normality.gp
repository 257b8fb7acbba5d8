# Histogram of a score over all distances below M with the laws it is said to have, one panel per context.
call scripts.'/style.gp' 'encoding qk context_tok bin_lo bin_hi density density_normal density_limit density_split'
found = ''; stats data using (each(strcol('context_tok'), filled('bin_lo'))) nooutput
contexts = found; m = words(contexts)
if (m == 0) { exit error sprintf('%s has no bins: run normality with --bins', csv) }
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
encodings = found
if (words(encodings) > 1 || words(qks) > 1) { exit error sprintf('%s has several encodings or models; this figure shows one', csv) }
stats data using (column('density')) name 'bar' nooutput
stats data using (filled('density_split') ? column('density_split') : NaN) name 'split' nooutput
top = 1.05 * (bar_max > split_max ? bar_max : split_max)
# The panels share the axis: the limiting law is the same in all.
stats data using (column('bin_lo')):(column('bin_hi')) name 'bin' nooutput
row(k) = strcol('context_tok') eq word(contexts, k) && filled('bin_lo') ? 0.5 * (column('bin_lo') + column('bin_hi')) : NaN

names = '"scores" "limiting law: independent phases" "DU''s split, normal" "normal, own mean and sd"'
eval canvas(130 + 300 * m + legend_height(names))
set multiplot
eval heading('Law of the score over distance', word(encodings, 1).', '.word(qks, 1).', one query and key'."\nGrey: share of all distances below M, per unit of score.")
set xrange [bin_min_x:bin_max_y]
set yrange [0:top]
set style line 11 linecolor '#000000' linewidth 2 dashtype (2, 4)
set style line 12 linecolor '#D55E00' linewidth 2.5
set style line 13 linecolor '#0072B2' linewidth 2.5 dashtype (12, 5)
do for [k = 1:m] {
    y0 = 122 + 300 * (k - 1)
    eval panel(95, 880, y0, y0 + 215, k == m ? 'score' : '', 'density')
    set title 'M = '.word(contexts, k).' tokens' noenhanced font ',15' offset 0,-0.6
    if (k == 1) { eval legend(110 + 300 * m, names) } else { unset key }
    plot data using (row(k)):(column('density')):(column('bin_hi') - column('bin_lo')) with boxes fillstyle solid 0.9 noborder linecolor '#CCCCCC' title word(names, 1), \
         data using (row(k)):(column('density_limit')) with lines linestyle 12 title word(names, 2), \
         data using (row(k)):(column('density_split')) with lines linestyle 13 title word(names, 3), \
         data using (row(k)):(column('density_normal')) with lines linestyle 11 title word(names, 4)
    eval plain
}
unset multiplot
