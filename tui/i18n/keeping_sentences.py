"""Sentences about what keeps the book: backups, repairs, exports and attached files. See ``sentences``."""

from __future__ import annotations

from tui.i18n.translator import N_

ERRORS: dict[str, str] = {
    "attachment_differs": N_(
        "The attached file %(name)s is not what it was; `nearnew book verify` names its document, and a backup has the file."
    ),
    "attachment_missing": N_(
        "The attached file %(name)s is not in the book's folder files; put it back from a backup, or attach it again."
    ),
    "attachment_not_named": N_("Document %(id)s has no single file “%(name)s”; it has: %(known)s."),
    "attachment_there": N_("%(path)s hangs on document %(id)s already."),
    "attachment_too_large": N_(
        "%(path)s has more than %(most)s MB; make it smaller, or raise attachments.largest_mb in the settings."
    ),
    "attachment_type_unknown": N_(
        "%(path)s is none of the kinds that can be attached: %(known)s; save it as one of them."
    ),
    "backup_damaged": N_(
        "The backup %(path)s is damaged: %(file)s is not what was written; `nearnew book backup --list` shows the sound ones."
    ),
    "backup_list_and_file": N_("The flag --list shows the backups and writes none; leave FILE out."),
    "backup_none": N_(
        "There is no sound backup in %(path)s; make one with `nearnew book backup`, or name a file that it wrote."
    ),
    "backup_not_found": N_("There is no backup “%(name)s”; `nearnew book backup --list` shows them."),
    "backup_not_one": N_("%(path)s is no backup of nearnew; name a file that `nearnew book backup FILE` wrote."),
    "export_folder_taken": N_("%(path)s holds other things (%(name)s); name an empty or a new folder."),
    "export_is_file": N_("%(path)s is a file; name a folder for the export."),
    "export_missing": N_("%(path)s is no export of nearnew; name the folder that `nearnew book export` wrote."),
    "export_spoilt": N_(
        "%(path)s: %(name)s is not as `nearnew book export` wrote it; export again, or take the original files."
    ),
    "export_there": N_("%(path)s holds an export already; name another folder, or say --yes to replace it."),
    "export_too_new": N_(
        "%(path)s was written by a newer nearnew (format %(format)s, this one knows %(known)s); update."
    ),
    "grade_too_good": N_(
        "%(path)s (%(type)s) proves at most grade %(best)s, not %(grade)s; attach the report itself for more."
    ),
    "grade_unknown": N_("“%(value)s” is no grade of evidence; choose A, B or C."),
    "repair_impossible": N_(
        "Nothing in %(path)s can be saved: neither its files nor a backup are sound; nothing was touched. Restore a file that you keep elsewhere."
    ),
}
