import { Ground } from './ground.mjs';

/** What an entry of each dialect says, and how many there are a second; null: one a picture. */
export const DIALECTS = {
  'brackets-gimbal': { perSecond: null, text: bracketsWithGimbal },
  'f-number-attitude': { perSecond: 1, text: fNumberWithAttitude },
  'brackets-two-heights': { perSecond: null, text: brackets },
};

const TAKE_OFF_ABOVE_SEA_M = 61.4;

/** Further no gimbal goes. */
const STRAIGHT_DOWN = -90;

/**
 * Subtitles as an aircraft writes them.
 * @param {object} flight {seconds, fps, origin, startedLocal: Date whose UTC fields are the local time, pose: function(seconds)}
 * @param {object} errors what the aircraft is wrong by: {eastM, northM, heightM, yawDeg, pitchDeg, lateS}
 */
export function subtitles(dialect, flight, errors) {
  const { perSecond, text } = DIALECTS[dialect];
  const rate = perSecond ?? flight.fps;
  const ground = new Ground(flight.origin);
  const entries = Array.from({ length: flight.seconds * rate }, (_, i) => {
    const told = mistaken(flight.pose(i / rate - errors.lateS), errors);
    const entry = { i, everyMs: 1000 / rate, at: ground.at(told), told, local: local(flight.startedLocal, i / rate) };
    return `${i + 1}\n${cue(i / rate)} --> ${cue((i + 1) / rate)}\n${text(entry)}\n`;
  });
  return `${entries.join('\n')}\n`;
}

function mistaken(pose, { eastM, northM, heightM, yawDeg, pitchDeg }) {
  return {
    x: pose.x + eastM,
    z: pose.z - northM,
    heightM: pose.heightM + heightM,
    yawDeg: half(pose.yawDeg + yawDeg),
    pitchDeg: Math.max(STRAIGHT_DOWN, pose.pitchDeg + pitchDeg),
  };
}

/** From -180 to 180. */
const half = (degrees) => ((((degrees + 180) % 360) + 360) % 360) - 180;

function bracketsWithGimbal(entry) {
  const { yawDeg, pitchDeg } = entry.told;
  return inFont(entry, `${place(entry)} [gb_yaw: ${yawDeg.toFixed(1)} gb_pitch: ${pitchDeg.toFixed(1)} gb_roll: 0.0]`);
}

function brackets(entry) {
  return inFont(entry, place(entry));
}

function inFont({ i, everyMs, local }, rest) {
  return `<font size="28">FrameCnt: ${i + 1}, DiffTime: ${everyMs}ms\n${local}\n${CAMERA} ${rest} </font>`;
}

const CAMERA = '[iso: 110] [shutter: 1/800.0] [fnum: 2.8] [ev: 0] [ct: 5480] [color_md: default] [focal_len: 24.00]';

function place({ at: { longitude, latitude }, told: { heightM } }) {
  const heights = `[rel_alt: ${heightM.toFixed(3)} abs_alt: ${(heightM + TAKE_OFF_ABOVE_SEA_M).toFixed(3)}]`;
  return `[latitude: ${latitude.toFixed(6)}] [longitude: ${longitude.toFixed(6)}] ${heights}`;
}

function fNumberWithAttitude({ at: { longitude, latitude }, told: { heightM, yawDeg, pitchDeg, x, z } }) {
  const attitude = `F.PRY (-3.1°, 0.4°, ${yawDeg.toFixed(1)}°), G.PRY (${pitchDeg.toFixed(1)}°, 0.0°, ${yawDeg.toFixed(1)}°)`;
  const place = `GPS (${longitude.toFixed(6)}, ${latitude.toFixed(6)}, 17)`;
  const moves = `D ${Math.hypot(x, z).toFixed(2)}m, H ${heightM.toFixed(2)}m, H.S 8.00m/s, V.S 0.00m/s`;
  return `F/2.8, SS 800, ISO 110, EV 0, ${place}, ${moves}, ${attitude}`;
}

/** HH:MM:SS,mmm */
function cue(seconds) {
  return new Date(Math.round(seconds * 1000)).toISOString().slice(11, 23).replace('.', ',');
}

function local(started, seconds) {
  return new Date(started.getTime() + Math.round(seconds * 1000)).toISOString().slice(0, 23).replace('T', ' ');
}
