# Bases that pass against context length: the first window, the safe base, and the bases published as smallest; one panel per dim.
needs = 'dim context_tok base_inf_hi proved'
uses = 'base_inf_lo window_hi base_safe base_limit published_men men_passes published_second second_passes'
over = 'context_tok'
call scripts.'/style.gp'
found = ''; stats data using (each(strcol('dim'), filled('base_inf_hi'))) nooutput
dims = found; n = words(dims)
if (n == 0) { exit error csv.' has no row with a base that passes' }
at(k) = strcol('dim') eq word(dims, k) && column('proved') == 1 ? column('context_tok') : NaN
stats data using (filled('base_inf_hi') ? column('context_tok') : NaN) name 'context' nooutput
stats data using (filled('base_inf_lo') ? column('base_inf_lo') : NaN) name 'low' nooutput
stats data using (filled('base_safe') ? column('base_safe') : column('base_inf_hi')) name 'high' nooutput
high_max = high_max > low_max ? high_max : low_max
thick = (log10(high_max) - log10(low_min) + 1) * 0.004 # the least height of a bar, decades

eval heading('Which bases pass at which context, proved', \
    "MEN's criterion: a base b passes if sum_n cos(r b^(-n/h)) >= 0 at every distance r below the context. Proved at the contexts with signs; shading guides the eye; where it is white some bases pass and some fail.")
eval canvas(top + n * 400 + 3 * 24)
set multiplot
set logscale xy
set format x powers
set format y powers
set xrange [context_min / 1.6:context_max * 1.6]
set yrange [low_min / 3:high_max * 3]
do for [k = 1:n] {
    y0 = top + (n > 1 ? 26 : 10) + 400 * (k - 1)
    eval panel(left, right, y0, y0 + 320, 'context length / tokens', 'base')
    set title n == 1 ? '' : 'dim '.word(dims, k) noenhanced font ',15' offset 0,-0.5
    if (k == 1) {
        eval legend(top - 10 + n * 400, '"safe base" "first window" "printed, 2405.14591" "printed, finer search" "fails as printed"')
    } else { unset key }
    set label 6 'every base passes' at graph 0.04, graph 0.93 font ',14'
    set label 7 'no base passes' at graph 0.96, graph 0.07 right font ',14'
    set style fill solid 0.25 noborder
    plot data using (at(k)):(filled('base_safe') ? column('base_safe') : NaN):(high_max * 3) with filledcurves linecolor '#009E73' fillstyle solid 0.12 notitle, \
         data using (at(k)):(low_min / 3):(filled('base_inf_lo') ? column('base_inf_lo') : NaN) with filledcurves linecolor '#000000' fillstyle solid 0.10 notitle, \
         data using (at(k)):(filled('base_safe') ? column('base_safe') : NaN) with linespoints linestyle 3 dashtype solid pointsize 0.7 title 'safe base', \
         data using (at(k)):(filled('base_inf_hi') ? column('base_inf_lo') : NaN):(at(k) / 1.12):(at(k) * 1.12):(column('base_inf_lo')):(filled('window_hi') && column('window_hi') > column('base_inf_lo') * 10 ** thick ? column('window_hi') : column('base_inf_lo') * 10 ** thick) \
             with boxxyerror linecolor '#0072B2' fillstyle solid 1.0 title 'first window', \
         data using (at(k) / 1.06):(filled('published_men') ? column('published_men') : NaN) with points linestyle 2 pointtype 4 pointsize 1.1 linewidth 2 title 'printed, 2405.14591', \
         data using (at(k) * 1.06):(filled('published_second') ? column('published_second') : NaN) with points linestyle 4 pointtype 6 pointsize 1.1 linewidth 2 title 'printed, finer search', \
         for [who in 'men second'] data using (who eq 'men' ? at(k) / 1.06 : at(k) * 1.06):(filled(who.'_passes') && column(who.'_passes') == 0 ? column('published_'.who) : NaN) \
             with points linecolor '#000000' pointtype 2 pointsize 0.7 linewidth 1.5 title (who eq 'men' ? 'fails as printed' : '')
    eval plain
    unset title
}
unset multiplot
