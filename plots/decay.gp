# TAPA's mean and variance against distance, closed forms, one above the other.
needs = 'encoding qk distance_tok mean_log10_abs'
uses = 'var_closed'
call scripts.'/style.gp'
found = ''; stats data using (each(series(0), filled('mean_log10_abs'))) nooutput
all = found; n = words(all)
found = ''; stats data using (each(series(0), filled('var_closed'))) nooutput
spread = found
stats data using (column('distance_tok') > 0 ? column('distance_tok') : NaN) name 'far' nooutput
stats data using (filled('mean_log10_abs') ? column('mean_log10_abs') : NaN) name 'mean' nooutput
stats data using (filled('var_closed') ? column('var_closed') : NaN) name 'variance' nooutput
only(list, k) = series(0) eq word(list, k) && column('distance_tok') > 0 ? column('distance_tok') : NaN
lowest = mean_min < -16 ? -16 : mean_min

eval heading('Mean and variance of the score against distance', \
    'Closed forms; marks on the lines only tell them apart.'.(mean_min < -16 ? ' The upper panel is cut off at 1e-16.' : ''))
grown = more(all, 220)
eval canvas(top + 550 + grown + below(all))
set multiplot
set logscale x
set format x powers
eval over_to(far_min, far_max)

@clear_ends
stats data using (filled('mean_log10_abs') ? end(place(all, series(0)), column('distance_tok'), column('mean_log10_abs')) : 0) nooutput
eval from_to(floor(lowest), ceil(mean_max))
eval panel(left, right - room(all), top, top + 220 + grown, '', '|expected score|')
eval names_set(all, top + 550 + grown)
set format y '10^{%.0f}'
plot for [k = 1:n] data using (only(all, k)):(column('mean_log10_abs')) with linespoints linestyle style(k) pointinterval 8 title word(all, k)
eval plain
eval no_ends

eval panel(left, right - room(all), top + 260 + grown, top + 494 + grown, 'distance / tokens', 'variance of the score')
set format y '%g'
eval from_to(0, found_any('variance') ? 1.05 * variance_max : 1)
plot for [k = 1:words(spread)] data using (only(spread, k)):(column('var_closed')) \
    with linespoints linestyle style(place(all, word(spread, k))) pointinterval 8 notitle
unset multiplot
