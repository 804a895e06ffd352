-- publisher_shown(name text?, address text?, director text?, host text?, contact text?, officer text?, site text, missing int) one : name text?, address text?, director text?, host text?, contact text?, officer text?, site text, missing int
SELECT :name AS name, :address AS address, :director AS director, :host AS host, :contact AS contact, :officer AS officer,
    :site AS site, :missing AS missing;
