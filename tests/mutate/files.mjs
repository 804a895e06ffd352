// SPDX-License-Identifier: AGPL-3.0-or-later
// Mutated files against the importers of the program built with sanitizers: files.mjs COUNT [SEED]. Each kind that the
// program imports gets small invented files and spoilt copies of them; an import ends with 0 or 1 and says what it
// kept, never with a signal or a report of a sanitizer, and the database stays sound. Ends with "N passed, N failed".
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chance, nasty } from './random.mjs'

const count = Number(process.argv[2] ?? 60)
const seed = Number(process.argv[3] ?? 20261123)
const program = process.env.MAILLAGE ?? 'build-sanitize/maillage'
const { below, one, odds } = chance(seed)
const place = mkdtempSync(join(tmpdir(), 'maillage-files-'))
const database = join(place, 'site.db')
const SHOWN = 5, CHECK_EVERY = 100

function run (...words) {
  return spawnSync('tools/sanitized', [program, ...words], { encoding: 'utf8', maxBuffer: 64 << 20, timeout: 60000 })
}

const SQUARE = '[[[3.1,50.6],[3.2,50.6],[3.2,50.7],[3.1,50.7],[3.1,50.6]]]'
const feature = (code, geometry) =>
  '{"type":"Feature","properties":{"code":"' + code + '","nom":"Lieu inventé"},"geometry":' + geometry + '}'

// Invented files, none of whose organisations exists.
const seeds = {
  contours: ['.geojson', '{"type":"FeatureCollection","features":[' +
    feature('59512', `{"type":"Polygon","coordinates":${SQUARE}}`) + ',' +
    feature('59350', `{"type":"MultiPolygon","coordinates":[${SQUARE},${SQUARE}]}`) + ',' +
    feature('59183', 'null') + ']}'],
  organisations: ['.csv', 'id,siret,naf,kind,legal_form,name,brand,address,post_code,city,department,lon,lat,' +
    'website,description\n' +
    '1,00000000000018,8130Z,ACI,ASSO,JARDIN INVENTÉ,Le Jardin inventé,1 rue du Puits,59100,Roubaix,59,3.17,50.69,' +
    'https://exemple.fr,"Espaces verts,\ntaille"\n' +
    '2,12345678901234,9601A,EI,SARL,LESSIVE INVENTÉE,,2 place Neuve,59000,Lille,59,3.06,50.63,,Blanchisserie\n'],
  places: ['.csv', 'source,id,nom,type,statut,adresse,code_postal,commune,code_insee,lat,lon,siret,services,' +
    'description,date\n' +
    'essai,a1,Maison inventée,TIERS_LIEUX,Association,3 rue Haute,59100,Roubaix,59512,50.69,3.17,,' +
    'Ordinateur;Papiers,Accueil,2026-01-02\n'],
  contracts: ['.csv', 'source,id,acheteur_id,acheteur_nom,type,nature,objet,cpv,procedure,lieu_code,lieu_type,' +
    'lieu_nom,duree_mois,' +
    'date_notification,montant,forme_prix,nb_titulaires,titulaires_ids,titulaires_noms\n' +
    'essai,c1,21590512800013,Commune inventée,Marché,Marché,Entretien des espaces verts,77310000,' +
    'Procédure adaptée,59512,' +
    'Code commune,Roubaix,12,2026-03-01,12000.50,Ferme,1,00000000000018,JARDIN INVENTÉ\n']
}

// Every mark of one kind becomes another.
function exchange (bytes) {
  const mark = one([',', '"', '\n', '[', '{', ':']), other = one([';', '\t', '', '""', '\r\n'])
  return Buffer.from(bytes.toString('latin1').replaceAll(mark, other), 'latin1')
}

function spoil (text) {
  let bytes = Buffer.from(text)
  for (let i = below(6); i > 0; i--) {
    const at = below(bytes.length || 1), some = bytes.subarray(at, at + 1 + below(80))
    const kind = below(7)
    if (kind === 0 && bytes.length) bytes[at] = below(256)
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(60))])
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(one(nasty)), bytes.subarray(at)])
    else if (kind === 3) bytes = Buffer.concat([bytes, ...Array.from({ length: below(200) }, () => some)])
    else if (kind === 4) bytes = bytes.subarray(0, at)
    else if (kind === 5) bytes = exchange(bytes)
    else bytes = Buffer.from(bytes.toString(), one(['latin1', 'utf16le']))
  }
  return odds(0.03) ? gzipSync(bytes) : odds(0.03) ? Buffer.concat([Buffer.from('PK\x03\x04'), bytes]) : bytes
}

function judge (kind, path, done) {
  const said = done.stdout + done.stderr
  const sound = (done.status === 0 || done.status === 1) && !/Sanitizer|runtime error/.test(said)
  if (!sound) {
    const kept = join('build-sanitize', 'broken', `import-${kind}-${seed}-${below(1e9)}`)
    if (existsSync(join('build-sanitize', 'broken'))) copyFileSync(path, kept)
    console.log(`${kind}: ended with ${done.status ?? done.signal}, the file is ${kept}\n${said.slice(0, 3000)}`)
  }
  return sound
}

let passed = 0, failed = 0
const note = sound => { sound ? passed++ : failed++ }
if (run('init', database, '--territory', '59').status !== 0) run('migrate', database)
// without a known kind, the program tells those it knows
const known = run('import', database, '?', '?').stderr
const kinds = Object.keys(seeds).filter(kind => new RegExp(`^ +${kind} `, 'm').test(known))
for (const kind of kinds) {
  const path = join(place, 'sound' + seeds[kind][0])
  writeFileSync(path, seeds[kind][1])
  const done = run('import', database, kind, path)
  if (done.status !== 0) console.log(`${kind}: the file that is not spoilt is refused\n${done.stdout}${done.stderr}`)
  note(done.status === 0)
}
for (let i = 0; i < count && failed < SHOWN; i++) {
  const kind = one(kinds), path = join(place, `${i}${odds(0.9) ? seeds[kind][0] : one(['.xlsx', '.ods', '.txt', ''])}`)
  writeFileSync(path, spoil(seeds[kind][1]))
  note(judge(kind, path, run('import', database, kind, path)))
  rmSync(path)
  if ((i + 1) % CHECK_EVERY === 0) note(run('check', database).status === 0)
}
const check = run('check', database)
if (check.status !== 0) console.log(`the database is not sound any more:\n${check.stdout}${check.stderr}`)
note(check.status === 0)
console.log(`seed ${seed}: ${count} files for ${kinds.join(', ')}`)
rmSync(place, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed || !kinds.length ? 1 : 0
