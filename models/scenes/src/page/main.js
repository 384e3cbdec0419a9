import { composeAerial } from './aerial.js';
import { FLIGHTS, openFlight } from './flight.js';
import { Random } from './random.js';
import { SiteViews } from './site-views.js';
import { Stage, dispose } from './stage.js';
import { composeStill } from './still.js';
import { LOOKS, PATROLS, SECONDS_PER_LOOK, patrol } from './stories/patrol.js';
import { STORIES, openStory } from './stories/story.js';
import { paintTextures } from './textures.js';

/** Pixels; `?width=` asks for other pictures than those of training and clips. */
const WIDTH = Number(new URLSearchParams(window.location.search).get('width') ?? 960);
const HEIGHT = (WIDTH * 9) / 16;

const stage = new Stage(WIDTH, HEIGHT);
const art = paintTextures(new Random('textures'));

const VIEWS = { pole: composeStill, drone: composeAerial };

/** Draws the still of `seed` (unless `labelsOnly`) from a street's pole or a drone and returns its labels. */
function still(seed, labelsOnly = false, view = 'pole') {
  const { scene, camera, grade, mood } = VIEWS[view](new Random(seed), art, WIDTH / HEIGHT);
  const boxes = stage.label(scene, camera);
  if (!labelsOnly) stage.draw(scene, camera, grade);
  dispose(scene);
  return { mood, boxes };
}

const views = new SiteViews(art, WIDTH / HEIGHT);

/** Draws picture `number` of the sites of `seed`, several to a site, and returns its labels. */
function siteStill(seed, number) {
  const { scene, camera, grade } = views.look(seed, number);
  const boxes = stage.label(scene, camera);
  stage.draw(scene, camera, grade);
  return { boxes };
}

let story = null;

/** Sets up a story; what follows speaks of it until the next call. */
function open(name, seed) {
  begin(name, STORIES[name], seed);
  const { seconds, zones, events } = story;
  return { seconds, zones, events };
}

/** Sets up a patrol in place of a story. */
function openPatrol(name, seed) {
  begin(name, PATROLS.includes(name) ? patrol(name) : null, seed);
  story.grade.caption = null;
  return { looks: LOOKS, secondsPerLook: SECONDS_PER_LOOK };
}

/** Sets up a flight in place of a story; returns what is true of it whatever the picture. */
function beginFlight(name, seed) {
  if (story) dispose(story.scene);
  story = openFlight(name, seed, art, WIDTH / HEIGHT);
  const { seconds, things, lookalikes, belt, focalWidths } = story;
  return { seconds, things, lookalikes, belt, focalWidths };
}

/** Where the flight's camera is at a moment, and where it looks. */
function poseAt(seconds) {
  return story.pose(seconds);
}

function begin(name, script, seed) {
  if (!script) throw new Error(`expected one of ${[...Object.keys(STORIES), ...PATROLS].join(', ')}, found ${name}`);
  if (story) dispose(story.scene);
  story = openStory(name, script, seed, art, WIDTH / HEIGHT);
}

function labelsAt(seconds) {
  story.at(seconds);
  return stage.label(story.scene, story.camera);
}

async function pictureAt(seconds, quality) {
  story.at(seconds);
  stage.draw(story.scene, story.camera, story.grade);
  return stage.jpeg(quality);
}

/** What the driver calls. */
window.scenes = {
  width: WIDTH,
  height: HEIGHT,
  stories: Object.keys(STORIES),
  still,
  siteStill,
  jpeg: (quality) => stage.jpeg(quality),
  open,
  patrols: PATROLS,
  openPatrol,
  flights: FLIGHTS,
  beginFlight,
  poseAt,
  labelsAt,
  pictureAt,
};
