# Histograms of near score minus far score, one panel per query-key model.
call scripts.'/style.gp' 'encoding qk bin_lo bin_hi count count_lo count_hi mean_closed'
found = ''; stats data using (each(strcol('encoding'), 1)) nooutput
all = found; n = words(all)
m = words(qks)
rows = ceil(m / 2.0)
stats data using (column('count_hi')) name 'count' nooutput
array exact[n * m]
stats data using (filled('mean_closed') ? (exact[n * (place(qks, strcol('qk')) - 1) + place(all, strcol('encoding'))] = column('mean_closed'), 0) : 0) nooutput
row(k, j) = strcol('encoding') eq word(all, k) && strcol('qk') eq word(qks, j) ? 0.5 * (column('bin_lo') + column('bin_hi')) : NaN

eval canvas(90 + rows * 455 + legend_height(all))
set multiplot
eval heading('Near score minus far score', \
    'Outlines: how many differences fall in each bin, with 95 % limits. Vertical lines: exact means.')
set yrange [0:count_max * 1.05]
set xlabel 'near score - far score' offset 0,0.5
eval legend(84 + rows * 455, all)
do for [j = 1:m] {
    x0 = m == 1 ? 95 : 95 + 455 * ((j - 1) % 2); y0 = 100 + 455 * ((j - 1) / 2)
    eval panel(x0, m == 1 ? 880 : x0 + 335, y0, y0 + 360)
    set title word(qks, j) noenhanced font ',15' offset 0,-0.4
    set ylabel 'differences in the bin' offset 0.5,0
    unset arrow
    do for [k = 1:n] {
        mean = exact[n * (j - 1) + k]
        if (exists('mean') && mean == mean) { set arrow from mean, graph 0 to mean, graph 1 nohead linestyle style(k) linewidth 1.5 back }
    }
    plot for [k = 1:n] data using (row(k, j)):(column('count')) with histeps linestyle style(k) notitle, \
         for [k = 1:n] data using (row(k, j)):(column('count')):(column('count_lo')):(column('count_hi')) \
             with yerrorbars linestyle style(k) dashtype solid linewidth 1 pointsize 0.45 notitle, \
         for [k = 1:n] keyentry with linespoints linestyle style(k) title word(all, k)
    unset label 1
    unset label 2
    unset key
}
unset multiplot
