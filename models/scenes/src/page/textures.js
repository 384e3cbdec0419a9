import * as THREE from 'three';

const SIGN_GLYPHS = 'ABCDEFGHKLMNOPRSTU市场水果小吃超店餐饮烟酒便利药房快递五金百货0123456789';

function canvas(width, height, colour) {
  const element = document.createElement('canvas');
  element.width = width;
  element.height = height;
  const pen = element.getContext('2d');
  pen.fillStyle = colour;
  pen.fillRect(0, 0, width, height);
  return pen;
}

const css = (h, s, l, a = 1) => `hsla(${h}, ${s}%, ${l}%, ${a})`;

/** Cloudy grain over several octaves, so that nothing is a flat colour. */
function grain(pen, random, strength) {
  const { width, height } = pen.canvas;
  pen.globalCompositeOperation = 'soft-light';
  for (let size = 4; size <= 256; size *= 2) {
    const tile = canvas(size, size, '#000');
    const data = tile.createImageData(size, size);
    for (let i = 0; i < data.data.length; i += 4) {
      const v = random.next() * 255;
      data.data.set([v, v, v, 255 * strength * (size > 64 ? 0.55 : 0.4)], i);
    }
    tile.putImageData(data, 0, 0);
    pen.drawImage(tile.canvas, 0, 0, width, height);
  }
  pen.globalCompositeOperation = 'source-over';
  return pen;
}

function blot(pen, random, colour, low, high) {
  const { width, height } = pen.canvas;
  pen.fillStyle = colour;
  pen.beginPath();
  const at = [random.between(0, width), random.between(0, height)];
  pen.ellipse(...at, random.between(low, high), random.between(low, high) * 0.6, random.between(0, 3), 0, 7);
  pen.fill();
}

function asphalt(random) {
  const l = random.between(30, 56);
  const pen = canvas(512, 512, css(random.between(20, 240), random.between(0, 4), l));
  grain(pen, random, 0.5);
  for (let i = random.whole(2, 9); i > 0; i--) blot(pen, random, `rgba(0,0,0,${random.between(0.05, 0.25)})`, 10, 70);
  pen.strokeStyle = 'rgba(20,20,20,.5)';
  for (let i = random.whole(0, 6); i > 0; i--) {
    let [x, y] = [random.between(0, 512), random.between(0, 512)];
    pen.beginPath();
    pen.moveTo(x, y);
    for (let k = 0; k < 12; k++) pen.lineTo((x += random.between(-30, 30)), (y += random.between(-30, 30)));
    pen.stroke();
  }
  return pen;
}

function paving(random) {
  const [h, s, l] = [random.pick([20, 30, 10, 200, 0]), random.between(0, 25), random.between(40, 70)];
  const pen = canvas(512, 512, css(h, s, l - 8));
  const rows = random.pick([4, 6, 8, 16]);
  const columns = random.chance(0.5) ? rows : rows * 2;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      pen.fillStyle = css(h + random.between(-4, 4), s, l + random.between(-6, 6));
      const shift = i % 2 && columns !== rows ? 256 / columns : 0;
      pen.fillRect((j * 512) / columns + 1 + shift, (i * 512) / rows + 1, 512 / columns - 2, 512 / rows - 2);
    }
  }
  return grain(pen, random, 0.35);
}

function grass(random) {
  const pen = canvas(512, 512, css(random.between(65, 110), random.between(18, 45), random.between(30, 46)));
  for (let i = 0; i < 5000; i++) {
    pen.strokeStyle = css(random.between(50, 115), random.between(18, 55), random.between(22, 60), 0.7);
    const [x, y] = [random.between(0, 512), random.between(0, 512)];
    pen.beginPath();
    pen.moveTo(x, y);
    pen.lineTo(x + random.between(-3, 3), y - random.between(3, 12));
    pen.stroke();
  }
  for (let i = random.whole(0, 8); i > 0; i--) blot(pen, random, css(35, 30, 30, random.between(0.1, 0.4)), 10, 60);
  return grain(pen, random, 0.5);
}

function leaves(random) {
  const pen = canvas(256, 256, css(random.between(70, 120), 30, 22));
  const [h, s] = [random.between(65, 120), random.between(20, 50)];
  for (let i = 0; i < 900; i++) {
    pen.fillStyle = css(h + random.between(-15, 15), s, random.between(14, 46));
    pen.beginPath();
    const at = [random.between(0, 256), random.between(0, 256)];
    pen.ellipse(...at, random.between(3, 9), random.between(2, 5), random.between(0, 3), 0, 7);
    pen.fill();
  }
  return pen;
}

function sign(random) {
  const h = random.between(0, 360);
  const back = random.chance(0.2) ? '#ddd' : css(h, random.between(40, 90), random.between(25, 55));
  const pen = canvas(512, 128, back);
  pen.fillStyle = random.chance(0.6) ? '#fff' : css(h + 180, 80, 60);
  pen.font = `bold ${random.whole(50, 96)}px "Noto Sans CJK SC", sans-serif`;
  let text = '';
  for (let i = random.whole(3, 8); i > 0; i--) text += random.pick(SIGN_GLYPHS);
  pen.fillText(text, 20, 95, 470);
  return grain(pen, random, 0.15);
}

/** Four shops below, windows above; the picture covers 12 m by 12 m of wall. */
function facade(random, signs) {
  const [h, s, l] = [random.pick([15, 25, 35, 40, 200, 0]), random.between(0, 40), random.between(40, 80)];
  const pen = canvas(1024, 1024, css(h, s, l));
  grain(pen, random, 0.3);
  windows(pen, random, { h, s, l }, 680);
  for (let shop = 0; shop < 4; shop++) shopFront(pen, random, shop * 256, 680);
  for (let shop = 0; shop < 4; shop++) pen.drawImage(random.pick(signs), shop * 256 + 4, 684, 248, 62);
  return pen;
}

function windows(pen, random, { h, s, l }, bottom) {
  const [columns, rows] = [random.whole(3, 7), random.whole(2, 3)];
  const [cw, ch] = [1024 / columns, bottom / rows];
  const [fw, fh] = [random.between(0.4, 0.8), random.between(0.4, 0.7)];
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < rows; j++) {
      const [x, y, w, t] = [(i + (1 - fw) / 2) * cw, (j + (1 - fh) / 2) * ch, cw * fw, ch * fh];
      pen.fillStyle = css(h, s, l - 15);
      pen.fillRect(x - 4, y - 4, w + 8, t + 8);
      pen.fillStyle = css(205, random.between(5, 40), random.between(12, 50));
      pen.fillRect(x, y, w, t);
      if (random.chance(0.3)) {
        pen.fillStyle = css(random.between(0, 360), 20, 70, 0.7);
        pen.fillRect(x, y, w * random.between(0.2, 0.6), t);
      }
    }
  }
}

function shopFront(pen, random, x, y) {
  pen.fillStyle = random.pick(['#333', '#556', '#888', '#234', '#a99', '#caa']);
  pen.fillRect(x + 8, y + 70, 240, 274);
  if (random.chance(0.5)) {
    pen.fillStyle = 'rgba(0,0,0,.15)';
    for (let k = 0; k < 274; k += 10) pen.fillRect(x + 8, y + 70 + k, 240, 3);
    return;
  }
  for (let k = 0; k < 90; k++) {
    pen.fillStyle = css(random.between(0, 360), random.between(5, 35), random.between(15, 55));
    pen.fillRect(
      x + 10 + random.between(0, 225),
      y + 90 + random.between(0, 235),
      random.between(4, 14),
      random.between(4, 14),
    );
  }
}

function stripes(random) {
  const [h, count] = [random.between(0, 360), random.pick([1, 1, 4, 6, 8])];
  const pen = canvas(256, 256, css(h, random.between(20, 90), random.between(30, 60)));
  const second = random.chance(0.5) ? '#eee' : css(h + random.between(60, 300), 70, 50);
  pen.fillStyle = second;
  for (let i = 0; count > 1 && i < count; i += 2) pen.fillRect((i * 256) / count, 0, 256 / count, 256);
  return grain(pen, random, 0.25);
}

function carton(random) {
  const l = random.between(35, 62);
  const pen = canvas(128, 128, css(random.between(24, 38), random.between(20, 45), l));
  pen.fillStyle = css(40, 30, l + 12);
  pen.fillRect(0, 56, 128, 14);
  pen.fillStyle = css(random.between(0, 360), 40, 30);
  pen.font = '20px "Noto Sans CJK SC", sans-serif';
  if (random.chance(0.7)) pen.fillText(random.pick(['FRAGILE', 'NO.7', '水果', 'BOX', '易碎']), 14, 40);
  return grain(pen, random, 0.35);
}

function dirt(random) {
  return grain(
    canvas(256, 256, css(random.between(20, 40), random.between(5, 30), random.between(24, 50))),
    random,
    0.8,
  );
}

function texture(pen) {
  const made = new THREE.CanvasTexture(pen.canvas);
  made.wrapS = made.wrapT = THREE.RepeatWrapping;
  made.colorSpace = THREE.SRGBColorSpace;
  return made;
}

/** Every picture the scenes are painted with, drawn once per page from one fixed seed. */
export function paintTextures(random) {
  const several = (name, count, paint) => Array.from({ length: count }, (_, i) => paint(random.fork(`${name}${i}`)));
  const signs = several('sign', 24, sign);
  const shopSigns = signs.map((pen) => pen.canvas);
  const pens = {
    sign: signs,
    asphalt: several('asphalt', 10, asphalt),
    paving: several('paving', 16, paving),
    grass: several('grass', 10, grass),
    leaves: several('leaves', 10, leaves),
    facade: several('facade', 16, (r) => facade(r, shopSigns)),
    stripes: several('stripes', 30, stripes),
    carton: several('carton', 10, carton),
    dirt: several('dirt', 8, dirt),
  };
  return Object.fromEntries(Object.entries(pens).map(([name, list]) => [name, list.map(texture)]));
}
