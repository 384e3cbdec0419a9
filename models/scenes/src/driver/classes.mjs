/** Class order of the label files of each view; a label's class is its index here. */
export const CLASSES = ['stall', 'bin', 'bin_overflow', 'rubbish', 'vehicle', 'person'];
const FROM_ABOVE_CLASSES = ['vendor_canopy', 'vehicle', 'rubbish'];
export const VIEW_CLASSES = { pole: CLASSES, drone: FROM_ABOVE_CLASSES, site: FROM_ABOVE_CLASSES };

/** What a drone's picture calls an object of the street; null: it has no label there. */
const FROM_ABOVE = { bin: null, person: null, bin_overflow: 'rubbish' };

/** The boxes with the labels of a view, without those that it does not label. */
export function seenFrom(view, boxes) {
  if (view === 'pole') return boxes;
  return boxes
    .map((box) => ({ ...box, label: box.label in FROM_ABOVE ? FROM_ABOVE[box.label] : box.label }))
    .filter((box) => box.label !== null);
}

/** One line of a YOLO label file: class, box middle and size, as fractions of the picture. */
export function yoloLine({ label, box: [l, t, r, b] }, classes = CLASSES) {
  const index = classes.indexOf(label);
  if (index < 0) throw new Error(`label: expected one of ${classes.join(', ')}, found ${label}`);
  return [index, ...[(l + r) / 2, (t + b) / 2, r - l, b - t].map((v) => v.toFixed(6))].join(' ');
}
