# Smallest and largest base for a context by each criterion, beside the base that there is; a panel per encoding.
needs = 'encoding criterion context_tok'
uses = 'base_least base_most base'
over = 'context_tok base_least base_most base'
call scripts.'/style.gp'
exact(name) = strlen(name) > 6 && name[strlen(name) - 5:] eq '-exact'
bound(_) = filled('base_least') ? column('base_least') : filled('base_most') ? column('base_most') : NaN
found = ''; stats data using (each(strcol('encoding_label'), 1)) nooutput
panels = found; m = words(panels)
# First what is a bound from below, then from above. A criterion's exact form lies a hair from the printed one.
found = ''; stats data using (each(strcol('criterion'), filled('base_least') && !exact(strcol('criterion')))) nooutput
lower = words(found)
stats data using (each(strcol('criterion'), filled('base_most') && !exact(strcol('criterion')))) nooutput
criteria = found; n = words(criteria)
if (n == 0) { exit error csv.' has no base' }
stats data using (column('context_tok')) name 'context' nooutput
only(k, j) = strcol('criterion') eq word(criteria, k) && strcol('encoding_label') eq word(panels, j) ? column('context_tok') : NaN
stats data using (log10(bound(0))) name 'bound' nooutput
stats data using (filled('base') ? log10(column('base')) : NaN) name 'own' nooutput
low = found_any('own') && own_min < bound_min ? own_min : bound_min
high = found_any('own') && own_max > bound_max ? own_max : bound_max
entries = criteria.' "base of the encoding"'
tall = n > 12 ? 22 * n : 280

eval heading('Which base a context asks for, by criterion', 'Thick: the smallest base that will do. Thin: the largest. Where the dashed line, the base of the encoding, lies above a thick line, or below a thin one, the criterion holds.')
eval canvas(top + m * (tall + 100) - 20)
set multiplot
set logscale xy
set format y powers
set xrange [context_min:context_max == context_min ? 2 * context_min : context_max]
set xtics (1024) # the contexts themselves
do for [i = 0:40:2] { set xtics add (sprintf(i < 10 ? '%.0f' : i < 20 ? '%.0fk' : '%.0fM', 2.0**(i < 10 ? i : i < 20 ? i - 10 : i - 20)) 2.0**i) }
unset key
eval from_to(10**floor(low), 10**ceil(high))
y_log = 1
do for [j = 1:m] {
    y0 = top + 24 + (tall + 100) * (j - 1)
    @clear_ends
    stats data using (strcol('encoding_label') eq word(panels, j) ? end(place(criteria, strcol('criterion')), column('context_tok'), bound(0)) : 0) nooutput
    stats data using (strcol('encoding_label') eq word(panels, j) && filled('base') ? end(n + 1, column('context_tok'), column('base')) : 0) nooutput
    eval panel(left, right - 30 - 7.8 * 20, y0, y0 + tall, 'context / tokens', 'base')
    set title m == 1 ? '' : word(panels, j) noenhanced font ',15' offset 0,-0.5
    set style line n + 1 linecolor '#444444' linewidth 1.2 dashtype (8, 5) pointtype 7 pointsize 0.01
    ends = entries; label_width = 20
    call scripts.'/ends.gp'
    plot for [k = 1:n] data using (only(k, j)):(bound(0)) with linespoints linestyle style(k) linewidth (k > lower ? 1 : 2.2) notitle, \
         data using (strcol('encoding_label') eq word(panels, j) && filled('base') ? column('context_tok') : NaN):(column('base')) with lines linestyle 101 notitle
    eval plain
    eval no_ends
}
unset multiplot
