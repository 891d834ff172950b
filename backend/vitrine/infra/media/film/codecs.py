"""The codecs that we read: what people have, and no more. ffmpeg knows four hundred, each a door."""

_VIDEO = """
h264 hevc vp8 vp9 av1 mpeg4 msmpeg4v1 msmpeg4v2 msmpeg4v3 mpeg1video mpeg2video h263 h263i h263p wmv1 wmv2 wmv3 vc1
theora prores dnxhd cfhd mjpeg mjpegb png qtrle rawvideo dvvideo flv1 vp6 vp6a vp6f vp7 ffv1 huffyuv ffvhuff utvideo
svq1 svq3 cinepak rpza smc 8bps msrle msvideo1 jpeg2000 hap v210 v308 v410 yuv4 r210 dirac indeo4 indeo5 magicyuv
mjpegls gif bmp tiff webp
"""
_AUDIO = """
aac aac_latm mp1 mp2 mp3 ac3 eac3 dts truehd mlp opus vorbis flac alac wmav1 wmav2 wmapro wmalossless wmavoice amr_nb
amr_wb speex gsm gsm_ms qcelp evrc nellymoser qdm2 qdmc mace3 mace6 tta wavpack adpcm_ms adpcm_ima_qt adpcm_ima_wav
adpcm_swf adpcm_yamaha adpcm_g722 adpcm_g726 adpcm_ct adpcm_ima_dk4 pcm_alaw pcm_mulaw pcm_u8 pcm_s8 pcm_s16le pcm_s16be
pcm_u16le pcm_u16be pcm_s24le pcm_s24be pcm_u24le pcm_u24be pcm_s32le pcm_s32be pcm_s64le pcm_s64be pcm_f32le pcm_f32be
pcm_f64le pcm_f64be pcm_s16le_planar pcm_s24le_planar pcm_s32le_planar pcm_bluray pcm_dvd pcm_vidc
s302m g723_1 ilbc atrac3 truespeech
"""
_TEXT = "subrip mov_text webvtt ass ssa text"
# Subtitles that are pictures, or in formats that only lie beside films: not read, but no reason to refuse the film.
_PASSED_OVER = """
dvdsub dvbsub pgssub xsub ccaption cc_dec libzvbi_teletextdec jacosub microdvd mpl2 pjs realtext sami stl subviewer
subviewer1 vplayer
"""
# Decoders go by other names than their codecs here.
_DECODERS = """
libdav1d libaom-av1 libvpx libvpx-vp9 msmpeg4 msmpeg4v1 msmpeg4v2 flv mp1float mp2float mp3float amrnb amrwb dca
ac3_fixed libopus libvorbis libspeex libgsm libgsm_ms libopenjpeg srt g722 g726
"""

VIDEO_CODECS = frozenset(_VIDEO.split())
AUDIO_CODECS = frozenset(_AUDIO.split())
CAPTION_CODECS = frozenset(_TEXT.split())
DECODERS = ",".join(sorted({*VIDEO_CODECS, *AUDIO_CODECS, *CAPTION_CODECS, *_DECODERS.split(), *_PASSED_OVER.split()}))
