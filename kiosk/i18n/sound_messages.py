"""What a technician is told of voices, loudspeakers and pins, by the codes of `kiosk.speech.errors` and `kiosk.hardware.faults`."""

from __future__ import annotations

from kiosk.i18n.translation import msgid as _

MESSAGES: dict[str, str] = {
    "speech_failed": _("speaking failed ({reason})"),
    "voice_unknown": _(
        'the voice "{voice}" is unknown; use one of {known}, or the folder of a voice, for [speech] voice'
    ),
    "mbrola_voice_missing": _(
        "the clearer voice mb-id1 is not installed; install it with: apt install mbrola-id1 (Debian's non-free part)"
    ),
    "mbrola_missing": _(
        "the clearer voice mb-id1 is not installed; install it with: apt install mbrola (Debian's contrib part)"
    ),
    "espeak_missing": _("espeak-ng is not installed; install it with: apt install espeak-ng"),
    "voice_silent": _("no sound comes out; check espeak-ng"),
    "piper_no_model": _("{folder}: there is no .onnx file in the folder of this voice"),
    "piper_no_settings": _("{file}: this file is missing; copy it again with its .onnx file"),
    "piper_missing": _("{folder}: Piper is not installed; install it with: pip install piper-tts"),
    "piper_model_unfit": _("{file}: this is no .onnx file of a voice; copy it again"),
    "piper_settings_unfit": _(
        "{file}: this is no settings file of a Piper voice; take it from where the .onnx came from"
    ),
    "piper_unreadable": _("{file}: this file of the voice cannot be read; copy it again"),
    "voice_language": _("the voice {voice} does not speak {language}"),
    "kokoro_file_missing": _("{file}: this file of the voice is missing; fetch it with: kiosk voices get kokoro"),
    "kokoro_file_unfit": _("{file}: this file of the voice is damaged; fetch it again with: kiosk voices get kokoro"),
    "kokoro_unreadable": _(
        "{file}: this voice cannot be loaded ({reason}); fetch it again with: kiosk voices get kokoro"
    ),
    "kokoro_package_missing": _("the voice kokoro needs onnxruntime; install it with: pip install 'kim-kiosk[neural]'"),
    "kokoro_licence_other": _(
        "{file}: the licence of this voice is missing, or is another one; what it says is not published"
    ),
    "voice_file_other": _("{file}: this is another file than the one that was looked at; nothing was kept"),
    "voice_file_not_there": _("{file} cannot be fetched ({reason})"),
    "no_sound_device": _('there is no sound device "{device}"'),
    "no_pins": _("GPIO cannot be used ({reason}); the touch screen works all the same"),
    "pin_unusable": _("{name}: pin {pins} cannot be used ({reason}); the others work all the same"),
    "pin_stuck": _("{name}: cannot be switched any more ({reason}); the others work all the same"),
    "update_other_key": _("the update is signed by the key {key}, which may sign none"),
    "update_none": _("this is no update of this program"),
    "update_other_machine": _("this update is for another machine ({machine}); this is {here}"),
    "update_too_large": _("the update is too large"),
    "update_other_size": _("the update is damaged or incomplete"),
    "update_not_there": _("the update is not there ({reason})"),
    "update_not_newer": _("the update is not newer than what is here ({here})"),
    "update_no_room": _("there is no room for the update on the memory card"),
    "update_not_kept": _("the memory card did not keep what was written on it"),
    "system_expired": _("the signer's certificate does not hold now"),
    "system_not_ours": _("this system is not signed by the office"),
    "system_other_board": _("this system is for another machine"),
    "system_other_number": _("the file named {number} holds a system of another number"),
    "system_no_url": _("the settings name no https address for systems"),
    "system_cut": _("the system did not arrive whole; it goes on in the next night"),
    "system_stick_cut": _("the system did not arrive whole; plug the stick in again and leave it in"),
    "system_refused": _("the system was not taken ({reason})"),
}
