# The value reached against the value sought, one panel per encoding, with the error the theorem allows as a band.
needs = 'encoding qk gamma_target gamma_reached method'
uses = 'error_allowed scan_hi_tok'
call scripts.'/style.gp'
found = ''; stats data using (each(series(0), 1)) nooutput
all = found; n = words(all)
stats data using (column('gamma_target')) name 'target' nooutput
stats data using (filled('scan_hi_tok') ? column('scan_hi_tok') : NaN) name 'scan' nooutput
has_scan = found_any('scan')
rows = ceil(n / 2.0)
side = n == 1 ? 400.0 : 208.0

eval heading('Values the expected score comes back to', \
    (has_scan ? sprintf('Nearest value at any distance from 1 to %.0f, and values at constructed distances.', scan_max) : 'Values at constructed distances.').' Grey band: the error the theorem allows.')
eval canvas(top + rows * (side + 92) + 30)
set multiplot
set size ratio 1
margin = 0.06 * (target_max - target_min) + lone(target_min, target_max)
set xrange [target_min - margin:target_max + margin]
set yrange [target_min - margin:target_max + margin]
tic = lone(target_min, target_max) > 0 ? margin : 0.5 * (target_max - target_min)
set xtics tic
built(_) = strcol('method')[1:7] eq 'lattice'
row(k) = series(0) eq word(all, k) ? column('gamma_target') : NaN
do for [k = 1:n] {
    x0 = left + 282 * ((k - 1) % 2); y0 = top + 26 + (side + 92) * ((k - 1) / 2)
    eval panel(x0, x0 + side, y0, y0 + side, 'value sought', k % 2 == 1 ? 'value reached' : '')
    if (k == 1) { eval legend(top + rows * (side + 92), '"scanned" "constructed, proved"') }
    set title n == 1 ? '' : word(all, k) noenhanced font ',14' offset 0,-0.5
    plot data using (row(k)):(column('gamma_target') - column('error_allowed')):(column('gamma_target') + column('error_allowed')) \
             with filledcurves linecolor '#000000' notitle, \
         x with lines linestyle 101 notitle, \
         data using (row(k)):(column('gamma_reached')):(built(0) ? 6 : 7):(built(0) ? 0xD55E00 : 0x0072B2) with points linestyle 1 pointtype variable linecolor rgb variable notitle, \
         keyentry with points linestyle 1 title 'scanned', \
         keyentry with points linestyle 2 pointtype 6 title 'constructed, proved'
    eval plain
}
unset multiplot
