// A voice from the microphone. What browsers record (WebM, MP4) no kiosk takes: it is handed over as WAV, mono, 24,000 samples a second.
"use strict";
window.rekam = (button, done, seconds = 180) => {
  if (!button || !navigator.mediaDevices || !window.MediaRecorder || !window.AudioContext) return;
  button.hidden = false;
  const label = button.querySelector("span"), idle = label.textContent;
  let going = null;

  const wav = async (blob) => {
    const context = new AudioContext({ sampleRate: 24000 });
    const sound = await context.decodeAudioData(await blob.arrayBuffer());
    context.close();
    const from = sound.getChannelData(0), view = new DataView(new ArrayBuffer(44 + 2 * from.length));
    const text = (at, letters) => [...letters].forEach((letter, n) => view.setUint8(at + n, letter.charCodeAt(0)));
    text(0, "RIFF"); view.setUint32(4, 36 + 2 * from.length, true); text(8, "WAVEfmt ");
    view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
    view.setUint32(24, 24000, true); view.setUint32(28, 48000, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
    text(36, "data"); view.setUint32(40, 2 * from.length, true);
    from.forEach((value, n) => view.setInt16(44 + 2 * n, Math.max(-1, Math.min(1, value)) * 32767, true));
    return new File([view], "rekaman.wav", { type: "audio/wav" });
  };

  button.addEventListener("click", async () => {
    if (going) { going.stop(); return; }
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { return; }
    const parts = [];
    going = new MediaRecorder(stream);
    going.ondataavailable = (event) => parts.push(event.data);
    going.onstop = async () => {
      stream.getTracks().forEach((track) => track.stop());
      const kind = going.mimeType;
      going = null;
      label.textContent = idle;
      try { done(await wav(new Blob(parts, { type: kind }))); } catch { /* nothing was recorded */ }
    };
    going.start();
    label.textContent = button.dataset.berhenti;
    setTimeout(() => going && going.stop(), 1000 * seconds);
  });
};
