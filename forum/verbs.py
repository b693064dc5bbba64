"""What the audited actions are called in the audit trail."""

VIA = {"mail-link": "via link i mail", "admin": "i administrationen"}
VERBS = {
    # mails
    "send_again": "Sendte mail igen",
    "send_draft": "Sendte kladde",
    "send_drafts": "Sendte kladder",
    "leave": "Lod mail ligge",
    # corrections in the admin
    "add": "Oprettede",
    "correct": "Rettede",
}
