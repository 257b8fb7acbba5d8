# Error against position: of cosines up to there, and of scores; a line per pipeline, one panel row per encoding.
call scripts.'/style.gp' 'encoding qk pipeline position_tok cos_err_all score_err'
found = ''; stats data using (each(series(0), 1)) nooutput
panels = found; m = words(panels)
found = ''; stats data using (each(strcol('pipeline'), filled('score_err') && column('score_err') > 0)) nooutput
pipelines = found; n = words(pipelines)
stats data using (column('position_tok') > 0 ? column('position_tok') : NaN) name 'far' nooutput
stats data using (filled('cos_err_all') && column('cos_err_all') > 0 ? log10(column('cos_err_all')) : NaN) name 'cosine' nooutput
stats data using (filled('score_err') && column('score_err') > 0 ? log10(column('score_err')) : NaN) name 'score' nooutput
low = cosine_records > 0 && cosine_min < score_min ? cosine_min : score_min
high = cosine_records > 0 && cosine_max > score_max ? cosine_max : score_max
sign(k) = shape[style(k)] - (k > 8 ? 1 : 0) # styles come round after 8: thin lines, open signs
only(name, k, j) = strcol('pipeline') eq word(pipelines, k) && series(0) eq word(panels, j) && filled(name) && column(name) > 0 ? column('position_tok') : NaN

eval canvas(112 + m * 475 + legend_height(pipelines))
set multiplot
eval heading('What number formats do to a rotation, against position', \
    'Largest errors against exact angles. Left: of a cosine, over pairs and all positions up to the one shown.'."\n".'Right: of the score, over draws and keys behind the query. '.model)
set logscale xy
set format x powers
set format y powers
set xrange [far_min:far_max]
set yrange [10**floor(low):10**ceil(high)]
eval legend(106 + m * 475, pipelines)
do for [j = 1:m] {
    y0 = 122 + 475 * (j - 1)
    found = ''; stats data using (each(strcol('pipeline'), series(0) eq word(panels, j) && filled('cos_err_all'))) nooutput
    turns = words(found) > 0
    if (turns) {
        eval panel(95, 430, y0, y0 + 360, 'position / tokens', 'error of the cosine')
        set title word(panels, j) noenhanced font ',15' offset 0,-0.4
        plot for [k = 1:n] data using (only('cos_err_all', k, j)):(column('cos_err_all')) with linespoints linestyle style(k) linewidth (k > 8 ? 1 : 2) pointtype sign(k) pointinterval 6 notitle, \
             for [k = 1:n] keyentry with linespoints linestyle style(k) linewidth (k > 8 ? 1 : 2) pointtype sign(k) title word(pipelines, k)
        eval plain
    }
    eval panel(turns ? 550 : 95, 880, y0, y0 + 360, 'position / tokens', 'error of the score')
    if (turns) { set title '' } else { set title word(panels, j) noenhanced font ',15' offset 0,-0.4 }
    plot for [k = 1:n] data using (only('score_err', k, j)):(column('score_err')) with linespoints linestyle style(k) linewidth (k > 8 ? 1 : 2) pointtype sign(k) pointinterval 6 notitle
    eval plain
}
unset multiplot
