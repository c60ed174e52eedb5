r"""The names of journals that ADS writes as commands (`\apj`), as AASTeX prints them."""

_NAMES = """
aj AJ|araa ARA&A|apj ApJ|apjl ApJL|apjs ApJS|ao Appl. Opt.|apss Ap&SS|aap A&A|aapr A&A Rv|aaps A&AS
azh AZh|baas BAAS|icarus Icarus|jaavso JAAVSO|jcap JCAP|jrasc JRASC|memras MmRAS|mnras MNRAS
pra Phys. Rev. A|prb Phys. Rev. B|prc Phys. Rev. C|prd Phys. Rev. D|pre Phys. Rev. E
prl Phys. Rev. Lett.|pasp PASP|pasj PASJ|qjras QJRAS|skytel S&T|solphys Sol. Phys.
sovast Soviet Ast.|ssr Space Sci. Rev.|zap ZAp|nat Nature|iaucirc IAU Circ.|aplett Astrophys. Lett.
apspr Astrophys. Space Phys. Res.|bain Bull. Astron. Inst. Netherlands|fcp Fund. Cosmic Phys.
gca Geochim. Cosmochim. Acta|grl Geophys. Res. Lett.|jcp J. Chem. Phys.|jgr J. Geophys. Res.
jqsrt J. Quant. Spec. Radiat. Transf.|memsai Mem. Soc. Astron. Italiana|nphysa Nucl. Phys. A
physrep Phys. Rep.|physscr Phys. Scr.|planss Planet. Space Sci.|procspie Proc. SPIE|rmxaa RMxAA
pasa PASA|na New A|nar New A Rev.|psj PSJ|maps M&PS|actaa Acta Astron.
caa Chinese Astron. Astrophys.|cjaa Chinese J. Astron. Astrophys.
"""
# By the command, with its backslash.
JOURNALS = {
    "\\" + command: name
    for command, _, name in (
        one.partition(" ") for line in _NAMES.strip().split("\n") for one in line.split("|")
    )
}
