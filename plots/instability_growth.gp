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
mine(k, t) = family(strcol('encoding')).(words(qks) > 1 ? '  '.strcol('qk') : '') eq word(all, k) && strcol('gamma_target') eq word(targets, t) ? column('dim') : NaN
tall = 260.0

eval heading('How far away the witnesses are', \
    'Points: digits of the smallest distance found whose value meets the target, proved; hollow: not met. Lines: digits expected from the volume of the phases.')
eval canvas(top + n * (tall + 92) + 24 * ceil(words(targets) / 2.0))
set multiplot
labels = ''
do for [t = 1:words(targets)] { labels = labels.(t == 1 ? '' : ' ').quoted(sprintf('target %g', real(word(targets, t)))) }
set xrange [0:1.04 * dim_max]
set yrange [0:1.06 * digits_max]
set xtics 32
do for [k = 1:n] {
    y0 = top + 26 + (tall + 92) * (k - 1)
    eval panel(left, right, y0, y0 + tall, 'head dimension D', 'decimal digits')
    set title n == 1 ? '' : word(all, k) noenhanced font ',14' offset 0,-0.5
    if (k == 1) { eval legend(top + n * (tall + 92), labels) }
    plot for [t = 1:words(targets)] data using (mine(k, t)):(filled('digits_expected') ? column('digits_expected') + 0.5 : NaN) \
             with lines linestyle style(t) linewidth 1.5 notitle, \
         for [t = 1:words(targets)] data using (mine(k, t)):(column('witness_digits')):(column('error') <= column('error_sought') ? shape[style(t)] : 6) \
             with points linestyle style(t) pointtype variable pointsize 0.9 notitle, \
         for [t = 1:words(targets)] keyentry with points linestyle style(t) pointsize 0.9 title word(labels, t)
    eval plain
}
unset multiplot
