/** The seven pictures that stand in for photographs of Social Prescribing Day in Bucks. */
import { drum } from './drum.ts';
import { Hand, moved, type Point, smooth, straight } from './hand.ts';
import { brush, cut, type Ink, type Sheet, within } from './inks.ts';
import { hill, ploughed, sun, tree } from './landscape.ts';
import { struck, swelling } from './sound.ts';
import { umbrella } from './umbrella.ts';

/** Nine drums in a ring, and the rings of sound that meet between them. */
export function drawDrumCircle(): Sheet {
  const [width, height] = [1600, 900];
  const hand = new Hand(11);
  const [x, y] = [width / 2, height / 2];
  const drums: readonly (readonly [x: number, y: number, size: number, shell: Ink, skin: Ink])[] = [
    [1440, 470, 170, 'beech', 'paper'],
    [1200, 762, 134, 'harebell', 'sky'],
    [850, 832, 150, 'leaf', 'paper'],
    [478, 776, 120, 'flint', 'leaf'],
    [196, 546, 178, 'beech', 'sand'],
    [262, 214, 138, 'rose', 'paper'],
    [578, 92, 158, 'harebell', 'paper'],
    [950, 96, 124, 'leaf', 'sand'],
    [1262, 172, 146, 'flint', 'sky'],
  ];

  const room = hand.disc(x, y + 4, 420, 0.03, 12);
  let ripples = '';
  for (const [drumX, drumY, size] of drums) {
    const inwards = Math.atan2(y - drumY, x - drumX);
    for (const ripple of [32, 66]) {
      ripples += brush(hand.arc(drumX, drumY, size + ripple, inwards - 0.6, inwards + 0.6), 'sand', 10);
    }
  }
  let marks = cut(room, 'paper') + within('room', room, ripples);
  const rings: readonly (readonly [reach: number, ink: Ink])[] = [
    [250, 'sky'],
    [206, 'paper'],
    [166, 'rose'],
    [128, 'paper'],
    [92, 'leaf'],
    [58, 'harebell'],
  ];
  for (const [reach, ink] of rings) marks += cut(hand.disc(x + 5, y + 4, reach, 0.02, 12), ink);
  for (const [reach] of rings) marks += brush(hand.disc(x - 3, y - 3, reach, 0.018, 12), 'flint', 4);
  for (const [drumX, drumY, size, shell, skin] of drums) marks += drum(hand, drumX, drumY, size, shell, skin);
  return { width, height, ground: 'straw', marks };
}

/** One line is struck and dies away; a second comes back the other way. */
export function drawCallAndAnswer(): Sheet {
  const [width, height] = [1200, 1200];
  const hand = new Hand(67);
  const call = struck(-20, 420, 190, 58, 22, 0.84);
  const answer = struck(-20, 800, 190, 58, 22, 0.84).map(([x, y]): Point => [width - x, y]);
  let marks = '';
  const discs: readonly (readonly [x: number, y: number, ink: Ink])[] = [
    [340, 420, 'straw'],
    [860, 800, 'beech'],
  ];
  for (const [x, y] of discs) {
    for (const reach of [252, 294, 336]) marks += brush(hand.disc(x, y, reach, 0.012, 12), 'sand', 7);
  }
  for (const [x, y, ink] of discs) {
    marks += cut(hand.disc(x, y, 210, 0.025), ink) + brush(hand.disc(x - 10, y - 8, 210, 0.02), 'flint', 5);
  }
  marks += brush(smooth(call), 'flint', 17);
  marks += brush(smooth(answer), 'paper', 17);
  return { width, height, ground: 'rose', marks };
}

/** Eight voices, each loudest a little later than the one above. */
export function drawSingAlong(): Sheet {
  const [width, height] = [1200, 900];
  const hand = new Hand(23);
  const voices: readonly (readonly [ink: Ink, loudness: number, brushWidth: number])[] = [
    ['straw', 18, 16],
    ['sky', 40, 22],
    ['rose', 62, 14],
    ['leaf', 84, 26],
    ['paper', 70, 18],
    ['harebell', 92, 22],
    ['straw', 50, 14],
    ['sky', 26, 18],
  ];
  const marks = voices.map(([ink, loudness, brushWidth], index) => {
    const waves = 8 + (index % 3) * 2;
    const loudestAt = 0.3 + 0.06 * index;
    const y = 105 + index * 100;
    const voice = swelling(hand, { from: -20, to: width + 20, y, loudness, waves, loudestAt });
    return brush(smooth(voice), ink, brushWidth);
  });
  return { width, height, ground: 'beech', marks: marks.join('') };
}

/** Four circles that overlap, and what they have in common. Every overlap is an ink of its own, as flat as the rest. */
export function drawMeeting(): Sheet {
  const [width, height] = [1200, 900];
  const hand = new Hand(53);
  const places = {
    first: [400, 350, 285],
    second: [752, 318, 262],
    third: [520, 606, 262],
    fourth: [872, 588, 238],
  } as const;
  const [first, second, third, fourth] = [
    hand.disc(...places.first, 0.025, 11),
    hand.disc(...places.second, 0.025, 11),
    hand.disc(...places.third, 0.025, 11),
    hand.disc(...places.fourth, 0.025, 11),
  ];

  let marks = cut(first, 'straw') + cut(second, 'sky') + cut(third, 'leaf') + cut(fourth, 'rose');
  const stave = Array.from({ length: 9 }, (_, index) =>
    straight([
      [60, 112 + index * 46],
      [720, 104 + index * 46],
    ]),
  );
  marks += within('first-voice', first, stave.map((path) => brush(path, 'flint', 3)).join(''));
  const ripples = [70, 118, 166, 214].map((reach) => brush(hand.disc(800, 270, reach, 0.015, 12), 'harebell', 6));
  marks += within('second-voice', second, ripples.join(''));
  let seeds = '';
  for (let row = 0; row < 12; row++) {
    for (let column = 0; column < 12; column++) {
      seeds += cut(hand.disc(262 + column * 48 + (row % 2) * 24, 350 + row * 46, 8, 0.12, 7), 'beech');
    }
  }
  marks += within('third-voice', third, seeds);
  const crests = Array.from({ length: 20 }, (_, step): Point => [600 + step * 30, 372 + (step % 2 ? 14 : -14)]);
  const waves = [0, 1, 2, 3, 4, 5, 6].map((index) => brush(smooth(moved(crests, 0, index * 72)), 'paper', 8));
  marks += within('fourth-voice', fourth, waves.join(''));

  marks += within('first-and-second', first, cut(second, 'harebell'));
  marks += within('first-and-third', first, cut(third, 'beech'));
  marks += within('second-and-fourth', second, cut(fourth, 'harebell'));
  marks += within('third-and-fourth', third, cut(fourth, 'straw'));
  marks += within('second-and-third', second, cut(third, 'paper'));

  for (const [x, y, radius] of Object.values(places)) {
    marks += brush(hand.disc(x - 9, y - 7, radius, 0.02, 11), 'flint', 6);
  }
  const shared: readonly Point[] = [
    [536, 391],
    [588, 376],
    [630, 411],
    [582, 432],
    [608, 474],
    [688, 448],
    [712, 488],
    [672, 512],
    [738, 532],
    [700, 546],
  ];
  for (const [x, y] of shared) marks += cut(hand.disc(x, y, 14, 0.08, 8), 'flint');
  return { width, height, ground: 'sand', marks };
}

/** Five umbrellas, for the five feelings that were measured with them. */
export function drawUmbrellas(): Sheet {
  const [width, height] = [1200, 1200];
  const hand = new Hand(37);
  const far: readonly Point[] = [
    [0, 930],
    [300, 985],
    [640, 900],
    [920, 950],
    [1200, 870],
  ];
  const near: readonly Point[] = [
    [0, 1040],
    [260, 1000],
    [560, 1075],
    [900, 1020],
    [1200, 1065],
  ];
  const across = { from: -20, to: width + 20 };
  const call = swelling(hand, { ...across, y: 130, loudness: 50, waves: 9, loudestAt: 0.35 });
  const answer = swelling(hand, { ...across, y: 232, loudness: 32, waves: 7, loudestAt: 0.62 });
  let marks = brush(smooth(call), 'paper', 12) + brush(smooth(answer), 'harebell', 8);
  marks += cut(hill(far, width, height), 'beech');
  marks += cut(hill(near, width, height), 'leaf') + ploughed(near, 30, 'beech');
  marks += umbrella(250, 890, 172, 'straw', 'paper');
  marks += umbrella(470, 620, 152, 'beech', 'leaf');
  marks += umbrella(640, 950, 152, 'harebell', 'paper');
  marks += umbrella(745, 462, 168, 'rose', 'straw');
  marks += umbrella(985, 735, 172, 'straw', 'beech');
  return { width, height, ground: 'sky', marks };
}

/** A pattern of beats: four bars on five lines, with a beat on some of the places where one could fall. */
export function drawBeats(): Sheet {
  const [width, height] = [1200, 900];
  const hand = new Hand(71);
  const strong: readonly [Ink, ...Ink[]] = ['beech', 'straw', 'harebell', 'rose', 'leaf'];
  const weak: readonly [Ink, ...Ink[]] = [...strong, 'flint'];
  let marks = '';
  for (const bar of [1, 3]) {
    const left = bar * 300;
    marks += cut(
      straight([
        [left + hand.about(0, 8), -10],
        [left + 300 + hand.about(0, 8), -10],
        [left + 300 + hand.about(0, 8), 910],
        [left + hand.about(0, 8), 910],
      ]),
      'paper',
    );
  }
  for (let row = 0; row < 5; row++) {
    const y = 130 + row * 160;
    const rule: Point[] = [
      [-20, y + hand.about(0, 5)],
      [600, y + hand.about(0, 8)],
      [1220, y + hand.about(0, 5)],
    ];
    marks += brush(smooth(rule), 'flint', 4);
    let last: Ink = 'flint';
    for (let step = 0; step < 16; step++) {
      const isStrong = step % 4 === row % 4;
      if (!isStrong && hand.chance() < 0.4) continue;
      const x = 37 + step * 75;
      const size = isStrong ? hand.between(41, 47) : hand.between(14, 23);
      if (!isStrong && hand.chance() < 0.32) {
        marks += cut(hand.disc(x, y, size, 0.06), 'paper') + brush(hand.disc(x, y, size, 0.05), 'flint', 6);
        continue;
      }
      let ink: Ink = last;
      while (ink === last) ink = hand.pick(isStrong ? strong : weak);
      last = ink;
      marks += cut(hand.disc(x, y, size, 0.05), last);
      if (isStrong) marks += brush(hand.disc(x - 5, y - 4, size, 0.03), 'flint', 4);
    }
  }
  return { width, height, ground: 'sand', marks };
}

/** The hills round Chesham, drawn as waves. */
export function drawHills(): Sheet {
  const [width, height] = [1600, 900];
  const hand = new Hand(41);
  const farthest: readonly Point[] = [
    [0, 400],
    [240, 350],
    [560, 395],
    [900, 290],
    [1240, 380],
    [1600, 300],
  ];
  const far: readonly Point[] = [
    [0, 500],
    [260, 420],
    [560, 490],
    [860, 380],
    [1180, 470],
    [1600, 370],
  ];
  const wheat: readonly Point[] = [
    [0, 620],
    [240, 545],
    [520, 490],
    [840, 575],
    [1180, 620],
    [1600, 505],
  ];
  const near: readonly Point[] = [
    [0, 720],
    [300, 700],
    [640, 750],
    [1000, 690],
    [1340, 730],
    [1600, 680],
  ];
  const trees: readonly (readonly [x: number, y: number, size: number, crown: Ink])[] = [
    [170, 580, 92, 'leaf'],
    [330, 530, 70, 'rose'],
    [430, 512, 104, 'leaf'],
    [705, 545, 84, 'rose'],
    [930, 600, 70, 'leaf'],
    [1040, 620, 110, 'leaf'],
    [1400, 575, 88, 'rose'],
    [1490, 545, 112, 'leaf'],
  ];
  let marks = sun(hand, 1190, 236, 108, 'straw', 'paper');
  marks += cut(hill(farthest, width, height), 'paper');
  marks += cut(hill(far, width, height), 'harebell') + brush(smooth(moved(far, 0, -9)), 'flint', 4);
  marks += cut(hill(wheat, width, height), 'straw') + ploughed(wheat, 34);
  marks += cut(hill(near, width, height), 'beech');
  for (const [x, y, size, crown] of trees) marks += tree(hand, x, y, size, crown);
  marks += brush(smooth(struck(-20, 822, 62, 60, 26, 0.88)), 'paper', 9);
  return { width, height, ground: 'sky', marks };
}
