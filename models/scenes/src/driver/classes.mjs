/** Class order of the label files; a label's class is its index here. */
export const CLASSES = ['stall', 'bin', 'bin_overflow', 'rubbish', 'vehicle', 'person'];

/** One line of a YOLO label file: class, box middle and size, as fractions of the picture. */
export function yoloLine({ label, box: [l, t, r, b] }) {
  const index = CLASSES.indexOf(label);
  if (index < 0) throw new Error(`label: expected one of ${CLASSES.join(', ')}, found ${label}`);
  return [index, ...[(l + r) / 2, (t + b) / 2, r - l, b - t].map((v) => v.toFixed(6))].join(' ');
}
