# TAPA's mean and variance against distance, closed forms.
call scripts.'/style.gp' 'encoding qk distance_tok mean_log10_abs var_closed'
found = ''; stats data using (each(series(0), filled('mean_log10_abs'))) nooutput
all = found; n = words(all)
found = ''; stats data using (each(series(0), filled('var_closed'))) nooutput
spread = found
stats data using (column('distance_tok')) name 'far' nooutput
stats data using (filled('mean_log10_abs') ? column('mean_log10_abs') : NaN) name 'mean' nooutput
only(list, k) = series(0) eq word(list, k) ? column('distance_tok') : NaN

eval canvas(555 + legend_height(all))
set multiplot
eval heading('Mean and variance of the score against distance', \
    'Closed forms; marks on the lines only tell them apart.'.(mean_min < -16 ? ' The left panel is cut off at 1e-16.' : '')."\n".model)
set logscale x
set format x powers
set xrange [far_min:far_max]

eval panel(100, 435, 100, 470, 'distance / tokens', '|expected score|')
eval legend(544, all)
set format y '10^{%.0f}'
set yrange [floor(mean_min < -16 ? -16 : mean_min):ceil(mean_max)]
plot for [k = 1:n] data using (only(all, k)):(column('mean_log10_abs')) with linespoints linestyle style(k) pointinterval 8 title word(all, k)
eval plain

eval panel(558, 878, 100, 470, 'distance / tokens', 'variance of the score')
set format y '%g'
set yrange [0:*]
plot for [k = 1:words(spread)] data using (only(spread, k)):(column('var_closed')) \
    with linespoints linestyle style(place(all, word(spread, k))) pointinterval 8 notitle
unset multiplot
