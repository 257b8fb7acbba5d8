# Histograms of near score minus far score, one panel per query-key model.
needs = 'encoding qk bin_lo bin_hi count count_lo count_hi'
uses = 'mean_closed'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('encoding_label'), 1)) nooutput
all = found; n = words(all)
m = words(qks)
stats data using (column('count_hi')) name 'count' nooutput
stats data using (column('bin_lo')):(column('bin_hi')) name 'bin' nooutput
array exact[n * m]
stats data using (filled('mean_closed') ? (exact[n * (place(qks, strcol('qk')) - 1) + place(all, strcol('encoding_label'))] = column('mean_closed'), 0) : 0) nooutput
# More than five outlines have labels; a label's line begins where the outline last stands at half of its height.
array tallest[n * m]
do for [i = 1:n * m] { tallest[i] = 0 }
slot(_) = n * (place(qks, strcol('qk')) - 1) + place(all, strcol('encoding_label'))
stats data using (tallest[slot(0)] = column('count') > tallest[slot(0)] ? column('count') : tallest[slot(0)], 0) nooutput
grown = more(all, 280)
tall = 280 + grown
row(k, j) = strcol('encoding_label') eq word(all, k) && strcol('qk') eq word(qks, j) ? 0.5 * (column('bin_lo') + column('bin_hi')) : NaN

eval heading('Near score minus far score', \
    'Outlines: how many differences fall in each bin, with 95 % limits. Vertical lines: exact means.')
eval canvas(top + m * (tall + 90) + below(all))
set multiplot
set xrange [bin_min_x:bin_max_y]
eval from_to(0, count_max * 1.05)
do for [j = 1:m] {
    y0 = top + 24 + (tall + 90) * (j - 1)
    @clear_ends
    stats data using (strcol('qk') eq word(qks, j) && 2 * column('count') >= tallest[slot(0)] ? end(place(all, strcol('encoding_label')), 0.5 * (column('bin_lo') + column('bin_hi')), column('count')) : 0) nooutput
    eval panel(left, right - room(all), y0, y0 + tall, 'near score - far score', 'differences in the bin')
    set title m == 1 ? '' : word(qks, j) noenhanced font ',15' offset 0,-0.5
    unset arrow
    if (j == 1 || direct(all)) { eval names_set(all, top + m * (tall + 90)) }
    do for [k = 1:n] {
        mean = exact[n * (j - 1) + k]
        if (exists('mean') && mean == mean) { set arrow from mean, graph 0 to mean, graph 1 nohead linestyle style(k) linewidth 1.5 back }
    }
    plot for [k = 1:n] data using (row(k, j)):(column('count')) with histeps linestyle style(k) notitle, \
         for [k = 1:n] data using (row(k, j)):(column('count_lo')):(0):(column('count_hi') - column('count_lo')) \
             with vectors nohead linestyle style(k) dashtype solid linewidth 1 notitle, \
         for [k = 1:n] keyentry with lines linestyle style(k) title word(all, k)
    eval plain
    eval no_ends
}
unset multiplot
