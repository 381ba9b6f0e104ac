const key = 'truecount.scan-sound';
let context: AudioContext | undefined;

export function soundIsOn(): boolean {
  try {
    return window.localStorage.getItem(key) === 'on';
  } catch {
    return false;
  }
}

export function setSound(on: boolean): void {
  try {
    window.localStorage.setItem(key, on ? 'on' : 'off');
  } catch {
    // Not kept: it is asked for again with the next page.
  }
}

/** A short high tone for what was counted, a long low one for what was not. */
export function beep(good: boolean): void {
  if (!soundIsOn() || typeof AudioContext === 'undefined') return;
  context ??= new AudioContext();
  const tone = context.createOscillator();
  const volume = context.createGain();
  tone.frequency.value = good ? 1_320 : 220;
  volume.gain.value = 0.08;
  tone.connect(volume).connect(context.destination);
  tone.start();
  tone.stop(context.currentTime + (good ? 0.06 : 0.35));
}
