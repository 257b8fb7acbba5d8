# Decimal digits of the smallest witness found against the head dimension; lines: digits expected. One panel per base and unit.
needs = 'encoding qk gamma_target dim error error_sought witness_digits'
uses = 'digits_expected'
call scripts.'/style.gp'
# An encoding string without its dimension.
at(s) = strstrt(s, ',dim=')
behind(s) = s[at(s) + 5:]
family(s) = at(s) ? s[1:at(s) - 1].(strstrt(behind(s), ',') ? behind(s)[strstrt(behind(s), ','):] : '') : s
found = ''; stats data using (each(family(strcol('encoding')).(words(qks) > 1 ? '  '.strcol('qk') : ''), 1)) nooutput
all = found; n = words(all)
found = ''; stats data using (each(strcol('gamma_target'), 1)) nooutput
targets = found
stats data using (column('dim')) name 'dim' nooutput
stats data using (column('witness_digits')) name 'digits' nooutput
mine(j, t) = family(strcol('encoding')).(words(qks) > 1 ? '  '.strcol('qk') : '') eq word(all, j) && strcol('gamma_target') eq word(targets, t) ? column('dim') : NaN

eval heading('How far away the witnesses are', \
    'Points: digits of the smallest distance found whose value meets the target, proved; hollow: not met. Lines: digits expected from the volume of the phases.')
labels = ''
do for [t = 1:words(targets)] { labels = labels.(t == 1 ? '' : ' ').quoted(sprintf('target %g', real(word(targets, t)))) }
tall = 260.0 + more(labels, 260)
eval canvas(top + n * (tall + 92) + below(labels))
set multiplot
set xrange [0:(dim_max > 0 ? 1.04 * dim_max : 1)]
eval from_to(0, 1.06 * digits_max)
set xtics 32
do for [j = 1:n] {
    y0 = top + 26 + (tall + 92) * (j - 1)
    @clear_ends
    stats data using (family(strcol('encoding')).(words(qks) > 1 ? '  '.strcol('qk') : '') eq word(all, j) ? end(place(targets, strcol('gamma_target')), column('dim'), filled('digits_expected') ? column('digits_expected') + 0.5 : column('witness_digits')) : 0) nooutput
    eval panel(left, right - room(labels), y0, y0 + tall, 'head dimension D', 'decimal digits')
    set title n == 1 ? '' : word(all, j) noenhanced font ',14' offset 0,-0.5
    if (j == 1 || direct(labels)) { eval names_set(labels, top + n * (tall + 92)) }
    plot for [t = 1:words(targets)] data using (mine(j, t)):(filled('digits_expected') ? column('digits_expected') + 0.5 : NaN) \
             with lines linestyle style(t) linewidth 1.5 notitle, \
         for [t = 1:words(targets)] data using (mine(j, t)):(column('witness_digits')):(column('error') <= column('error_sought') ? shape[style(t)] : 6) \
             with points linestyle style(t) pointtype variable pointsize 0.9 notitle, \
         for [t = 1:words(targets)] keyentry with points linestyle style(t) pointsize 0.9 title word(labels, t)
    eval plain
    eval no_ends
}
unset multiplot
