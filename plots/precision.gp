# Error against position: of cosines up to there, and of scores; a line per pipeline, one panel row per encoding.
needs = 'encoding qk pipeline position_tok score_err'
uses = 'cos_err_all'
call scripts.'/style.gp'
found = ''; stats data using (each(series(0), 1)) nooutput
panels = found; m = words(panels)
found = ''; stats data using (each(strcol('pipeline'), filled('score_err') && column('score_err') > 0)) nooutput
pipelines = found; n = words(pipelines)
stats data using (column('position_tok') > 0 ? column('position_tok') : NaN) name 'far' nooutput
stats data using (filled('cos_err_all') && column('cos_err_all') > 0 ? log10(column('cos_err_all')) : NaN) name 'cosine' nooutput
stats data using (filled('score_err') && column('score_err') > 0 ? log10(column('score_err')) : NaN) name 'score' nooutput
low = found_any('cosine') && cosine_min < score_min ? cosine_min : score_min
high = found_any('cosine') && cosine_max > score_max ? cosine_max : score_max
only(name, k, j) = strcol('pipeline') eq word(pipelines, k) && series(0) eq word(panels, j) && filled(name) && column(name) > 0 ? column('position_tok') : NaN

# Of panels one below the other, where there is a cosine: its error, and the score's.
heights = 0
do for [j = 1:m] {
    found = ''; stats data using (each('turns', series(0) eq word(panels, j) && filled('cos_err_all'))) nooutput
    heights = heights + (words(found) > 0 ? 2 : 1)
}
tall = 250 + more(pipelines, 250)
eval heading('What number formats do to a rotation, against position', \
    'Largest errors against exact angles: of a cosine, over pairs and all positions up to the one shown, and of the score, over draws and keys behind the query.')
eval canvas(top + heights * (tall + 92) + below(pipelines))
set multiplot
set logscale xy
set format x powers
set format y powers
eval over_to(far_min, far_max)
eval from_to(10**floor(low), 10**ceil(high))
y_log = 1
at = 0
do for [j = 1:m] {
    do for [name in 'cos_err_all score_err'] {
        @clear_ends
        shown = 0
        stats data using (series(0) eq word(panels, j) && filled(name) && column(name) > 0 ? (shown = 1, end(place(pipelines, strcol('pipeline')), column('position_tok'), column(name))) : 0) nooutput
        if (shown) {
            y0 = top + 26 + at * (tall + 92)
            eval panel(left, right - room(pipelines), y0, y0 + tall, 'position / tokens', name eq 'score_err' ? 'error of the score' : 'error of the cosine')
            set title m == 1 ? '' : word(panels, j) noenhanced font ',15' offset 0,-0.5
            if (at == 0 || direct(pipelines)) { eval names_set(pipelines, top + heights * (tall + 92)) }
            plot for [k = 1:n] data using (only(name, k, j)):(column(name)) with linespoints linestyle style(k) pointinterval 6 notitle, \
                 for [k = 1:n] keyentry with linespoints linestyle style(k) title word(pipelines, k)
            eval plain
            eval no_ends
            at = at + 1
        }
    }
}
unset multiplot
