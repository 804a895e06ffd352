META
key;value
description;Invented
budget;100.50
vote_type;cumulative
PROJECTS
project_id;cost;name;selected
1;40;"A place; with trees";1
2;60.5;Lights;1
3;70;;0
VOTES
voter_id;vote;points
1;1,2;3,1.5
2;3;4
3;2,1;2,2
