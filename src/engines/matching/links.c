/* SPDX-License-Identifier: AGPL-3.0-or-later
 * What is bought (CPV) and who usually does it (NAF): a table written from the titles of both nomenclatures. An offer
 * whose activity stands under the second answers a need under the first, by the strength given. */
#include "engines/matching.h"

const struct match_link match_cpv_naf[] = {
    {"cpv:03", "naf:01", 0.8}, {"cpv:03", "naf:02", 0.7}, {"cpv:15", "naf:10", 0.8}, {"cpv:15", "naf:56", 0.5},
    {"cpv:18", "naf:14", 0.8}, {"cpv:22", "naf:18", 0.8}, {"cpv:22", "naf:58", 0.6}, {"cpv:30", "naf:47", 0.4},
    {"cpv:34", "naf:45", 0.6}, {"cpv:37", "naf:32", 0.5}, {"cpv:39", "naf:31", 0.8}, {"cpv:39", "naf:13", 0.5},
    {"cpv:44", "naf:16", 0.5}, {"cpv:44", "naf:25", 0.6},
    {"cpv:45", "naf:41", 0.8}, {"cpv:45", "naf:42", 0.7}, {"cpv:45", "naf:43", 0.9},
    {"cpv:451", "naf:431", 0.9}, {"cpv:451", "naf:8130", 0.6}, {"cpv:451", "naf:42", 0.7},
    {"cpv:451", "naf:43", 0.6},
    {"cpv:4511122", "naf:8130", 0.9}, {"cpv:4511122", "naf:43", 0.6}, {"cpv:45112", "naf:8130", 0.8},
    {"cpv:45112", "naf:431", 0.8}, {"cpv:45112", "naf:42", 0.6},
    {"cpv:4526", "naf:439", 0.9}, {"cpv:4526", "naf:43", 0.6}, {"cpv:453", "naf:432", 0.9}, {"cpv:453", "naf:43", 0.6},
    {"cpv:454", "naf:433", 0.9}, {"cpv:454", "naf:43", 0.7}, {"cpv:4542", "naf:4332", 1}, {"cpv:4542", "naf:43", 0.6},
    {"cpv:4542", "naf:16", 0.5}, {"cpv:4543", "naf:4333", 1}, {"cpv:4543", "naf:4334", 0.8},
    {"cpv:4543", "naf:43", 0.6},
    {"cpv:4544", "naf:4334", 1}, {"cpv:4544", "naf:433", 0.8}, {"cpv:4544", "naf:43", 0.6},
    {"cpv:4545", "naf:433", 0.9}, {"cpv:4545", "naf:43", 0.7},
    {"cpv:48", "naf:62", 0.8}, {"cpv:50", "naf:33", 0.8}, {"cpv:50", "naf:95", 0.8}, {"cpv:501", "naf:452", 1},
    {"cpv:503", "naf:95", 0.9}, {"cpv:507", "naf:43", 0.7}, {"cpv:507", "naf:811", 0.6}, {"cpv:51", "naf:332", 0.7},
    {"cpv:55", "naf:56", 0.9}, {"cpv:55", "naf:55", 0.8}, {"cpv:551", "naf:55", 1}, {"cpv:553", "naf:56", 1},
    {"cpv:555", "naf:562", 1}, {"cpv:555", "naf:56", 0.8}, {"cpv:60", "naf:49", 0.9}, {"cpv:63", "naf:52", 0.8},
    {"cpv:64", "naf:53", 0.9}, {"cpv:66", "naf:66", 0.8}, {"cpv:70", "naf:68", 0.9}, {"cpv:71", "naf:71", 0.9},
    {"cpv:72", "naf:62", 0.9}, {"cpv:72", "naf:63", 0.7}, {"cpv:73", "naf:72", 0.8},
    {"cpv:752312", "naf:8899", 0.6}, {"cpv:752312", "naf:9499", 0.4}, {"cpv:753", "naf:8899", 0.5},
    {"cpv:77", "naf:8130", 0.9}, {"cpv:77", "naf:02", 0.7}, {"cpv:77", "naf:01", 0.5}, {"cpv:772", "naf:02", 1},
    {"cpv:772", "naf:8130", 0.7}, {"cpv:77211", "naf:8130", 0.9}, {"cpv:77211", "naf:02", 0.9},
    {"cpv:773", "naf:8130", 1}, {"cpv:773", "naf:02", 0.5}, {"cpv:773", "naf:0130", 0.5},
    {"cpv:79", "naf:82", 0.6}, {"cpv:79", "naf:70", 0.5}, {"cpv:791", "naf:69", 1}, {"cpv:792", "naf:692", 1},
    {"cpv:793", "naf:73", 0.9}, {"cpv:794", "naf:70", 0.9}, {"cpv:795", "naf:82", 0.9}, {"cpv:796", "naf:78", 1},
    {"cpv:797", "naf:80", 1}, {"cpv:798", "naf:181", 1}, {"cpv:798", "naf:8219", 0.9}, {"cpv:799", "naf:82", 0.7},
    {"cpv:79921", "naf:8292", 1}, {"cpv:79995", "naf:91", 0.8},
    {"cpv:80", "naf:85", 1}, {"cpv:85", "naf:88", 0.8}, {"cpv:85", "naf:87", 0.7}, {"cpv:85", "naf:86", 0.7},
    {"cpv:851", "naf:86", 1}, {"cpv:853", "naf:88", 0.9}, {"cpv:853", "naf:87", 0.8},
    {"cpv:90", "naf:38", 0.7}, {"cpv:90", "naf:812", 0.7}, {"cpv:90", "naf:39", 0.7}, {"cpv:904", "naf:37", 1},
    {"cpv:905", "naf:38", 1}, {"cpv:905", "naf:39", 0.7}, {"cpv:906", "naf:812", 0.9}, {"cpv:906", "naf:38", 0.7},
    {"cpv:907", "naf:39", 0.8}, {"cpv:907", "naf:0240", 0.7}, {"cpv:907", "naf:8130", 0.6}, {"cpv:909", "naf:812", 1},
    {"cpv:92", "naf:90", 0.8}, {"cpv:92", "naf:93", 0.8}, {"cpv:92", "naf:91", 0.6}, {"cpv:921", "naf:59", 1},
    {"cpv:923", "naf:90", 0.9}, {"cpv:925", "naf:91", 1}, {"cpv:926", "naf:93", 1},
    {"cpv:98", "naf:96", 0.8}, {"cpv:98", "naf:94", 0.5}, {"cpv:983", "naf:96", 0.8},
    {"cpv:9831", "naf:9601", 1}, {"cpv:9834", "naf:811", 0.8}, {"cpv:985", "naf:97", 0.8}, {"cpv:985", "naf:8810", 0.7},
    /* Which kind of insertion structure usually answers: an intermediary association or a temporary work company makes
     * people available (Code du travail L5132-6, L5132-7); a workshop keeps green spaces, cleans, builds, launders. */
    {"cpv:796", "kind:AI", 1}, {"cpv:796", "kind:ETTI", 1}, {"cpv:796", "kind:GEIQ", 0.5},
    {"cpv:77", "kind:ACI", 1}, {"cpv:77", "kind:EI", 0.8}, {"cpv:90", "kind:ACI", 1}, {"cpv:90", "kind:EI", 0.8},
    {"cpv:75", "kind:ACI", 1}, {"cpv:75", "kind:EI", 0.8}, {"cpv:98", "kind:ACI", 1}, {"cpv:98", "kind:EI", 0.8},
    {"cpv:85", "kind:ACI", 1}, {"cpv:85", "kind:EI", 0.8}, {"cpv:45", "kind:ACI", 0.9}, {"cpv:45", "kind:EI", 0.9},
};
const size_t match_cpv_naf_count = sizeof match_cpv_naf / sizeof *match_cpv_naf;
