-- Every word of a source that says that a contract is in this territory: a commune of it; or a département it reaches
-- into, by its number or in NUTS. UNION ALL: a repeated word is found once by IN, and SQLite looks into one territory only.
CREATE VIEW territory_place AS
SELECT territory, commune AS place FROM territory_part
UNION ALL SELECT territory_part.territory, commune.department FROM territory_part
    JOIN territory AS commune ON commune.code = territory_part.commune WHERE commune.department IS NOT NULL
UNION ALL SELECT territory_part.territory, nuts_department.nuts FROM territory_part
    JOIN territory AS commune ON commune.code = territory_part.commune
    JOIN nuts_department ON nuts_department.department = commune.department;
