# Quadratic against linear phase: the mean's size and its local exponent beside the envelope's.
call scripts.'/style.gp' 'encoding qk distance_tok mean_log10_abs exponent_local exponent_theory'
found = ''; stats data using (each(series(0), filled('mean_log10_abs'))) nooutput
all = found; n = words(all)
found = ''; stats data using (each(series(0), filled('exponent_local'))) nooutput
local = found
found = ''; stats data using (each(series(0), filled('exponent_theory'))) nooutput
theory = found
stats data using (column('distance_tok')) name 'far' nooutput
stats data using (filled('mean_log10_abs') ? column('mean_log10_abs') : NaN) name 'mean' nooutput
lowest = -1
stats data using (filled('exponent_theory') ? (lowest = column('exponent_theory') < lowest ? column('exponent_theory') : lowest, 0) : 0) nooutput
lowest = lowest < -24 ? -24 : lowest
only(list, k) = series(0) eq word(list, k) ? column('distance_tok') : NaN

eval canvas(555 + legend_height(all))
set multiplot
eval heading('How the mean score dies out: its size and its local exponent', \
    'Right: marks are the local exponent, lines the exponent of the envelope in theory.'.(mean_min < -40 ? "\nThe left panel is cut off at 1e-40. " : "\n").model)
set logscale x
set format x powers
set xrange [far_min:far_max]

eval panel(100, 435, 100, 470, 'distance / tokens', '|expected score|')
eval legend(544, all)
set format y '10^{%.0f}'
set yrange [floor(mean_min < -40 ? -40 : mean_min):ceil(mean_max)]
plot for [k = 1:n] data using (only(all, k)):(column('mean_log10_abs')) with linespoints linestyle style(k) pointinterval 4 title word(all, k)
eval plain

eval panel(540, 875, 100, 470, 'distance / tokens', 'exponent d ln|mean| / d ln distance')
set format y '%g'
set yrange [1.25 * lowest:-0.25 * lowest]
plot for [k = 1:words(theory)] data using (only(theory, k)):(column('exponent_theory')) \
         with lines linestyle style(place(all, word(theory, k))) dashtype (10, 5) notitle, \
     for [k = 1:words(local)] data using (only(local, k)):(column('exponent_local')) \
         with points linestyle style(place(all, word(local, k))) pointsize 0.45 notitle
unset multiplot
