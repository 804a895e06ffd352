// SPDX-License-Identifier: AGPL-3.0-or-later
// Mutated requests against the program built with sanitizers: requests.mjs COUNT [SEED]. Starts it on a database of its
// own, sends COUNT requests that are more or less wrong, and expects an answer below 500 (or none, if it is no HTTP),
// the same process alive at the end, and not a word of a sanitizer. Ends with "N passed, N failed".
import net from 'node:net'
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chance, nasty } from './random.mjs'

const count = Number(process.argv[2] ?? 3000)
const seed = Number(process.argv[3] ?? 20261123)
const program = process.env.MAILLAGE ?? 'build-sanitize/maillage'
const { below, one, odds } = chance(seed)
const ABREAST = 8, PATIENCE_MS = 20000, SHOWN = 10
// Said on purpose: a method or a version that the server does not have, and too many requests at once.
const FINE = new Set([501, 503, 505])

const place = mkdtempSync(join(tmpdir(), 'maillage-mutate-'))
const database = join(place, 'site.db')

function run (...words) {
  const done = spawnSync(program, words, { encoding: 'utf8', maxBuffer: 64 << 20, env: { ...process.env, LANG: 'en' } })
  if (done.status !== 0 && words[0] !== 'demo')
    throw new Error(`maillage ${words.join(' ')}: ${done.status}\n${done.stderr}`)
  return done.stdout
}

// A site with something in it, and a link that signs its administrator in.
function fill () {
  const commands = JSON.parse(run('help', '--json')).map(command => command.name)
  run('migrate', database)
  if (commands.includes('init')) run('init', database, '--territory', '59')
  if (commands.includes('demo')) run('demo', database)
  const link = run('person', database, '--email', 'mutation@example.org', '--name', 'Mutation', '--role', 'admin')
  return { routes: JSON.parse(run('routes', '--json')), link: link.trim().replace(/^https?:\/\/[^/]+/, '') }
}

function start () {
  const server = spawn('tools/sanitized', [program, 'serve', database, '--port', '0', '--json', '--workers', '3',
    '--trusted-proxy', '127.0.0.1', '--connections-per-address', '100000'], { stdio: ['ignore', 'pipe', 'pipe'] })
  server.said = ''
  server.stderr.on('data', piece => { server.said = (server.said + piece).slice(-200000) })
  const ready = new Promise((resolve, reject) => {
    let text = ''
    server.stdout.on('data', piece => {
      text += piece
      if (text.includes('\n')) resolve(JSON.parse(text).port)
    })
    server.on('exit', code => reject(new Error(`the server ended with ${code}: ${server.said}`)))
  })
  return { server, ready }
}

// Sends bytes; the status of the answer, 0 when the connection closed without one, -1 when nothing came in time.
function send (port, bytes, whole = false) {
  return new Promise(resolve => {
    const socket = net.connect(port, '127.0.0.1')
    const pieces = []
    let ended = false
    const end = late => {
      if (ended) return
      ended = true
      socket.destroy()
      const text = Buffer.concat(pieces).toString('latin1')
      const status = Number(text.match(/^HTTP\/1\.1 (\d{3})/)?.[1] ?? (late ? -1 : 0))
      resolve(whole ? { status, text } : status)
    }
    socket.setTimeout(PATIENCE_MS, () => end(true))
    socket.on('data', piece => { if (whole || pieces.length < 1) pieces.push(piece) })
    socket.on('end', () => end(false))
    socket.on('close', () => end(false))
    socket.on('error', () => end(false))
    socket.end(bytes)
  })
}

const address = () => `10.${below(250)}.${below(250)}.${below(250)}`
const encode = text => odds(0.1) ? text.replaceAll(' ', '+') : encodeURIComponent(text.toWellFormed?.() ?? text)

function head (method, target, extra = []) {
  return [`${method} ${target} HTTP/1.1`, 'Host: localhost', `X-Forwarded-For: ${address()}`, 'Connection: close',
    ...extra]
}

const join_head = lines => lines.join('\r\n') + '\r\n\r\n'

async function sign_in (port, link) {
  const code = link.trim()
  const page = await send(port, join_head(head('GET', code)), true)
  const csrf = page.text.match(/name="csrf" value="([^"]*)"/)?.[1] ?? ''
  const cookies = [...page.text.matchAll(/^set-cookie: ([^;\r]*)/gim)].map(m => m[1]).join('; ')
  const body = `csrf=${encodeURIComponent(csrf)}`
  const done = await send(port, join_head(head('POST', code, ['Sec-Fetch-Site: same-origin', `Cookie: ${cookies}`,
    'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`])) + body, true)
  const session = [...done.text.matchAll(/^set-cookie: ([^;\r]*)/gim)].map(m => m[1]).join('; ')
  if (!session) throw new Error(`no session: ${done.text.slice(0, 300)}`)
  return session
}

// The names of the fields of every page that can be read: what is posted has the right names and the wrong values.
async function field_names (port, routes, session) {
  const names = new Set(['csrf', 'q', 'page', 'format', 'lieu', 'theme', 'at', 'sort'])
  for (const route of routes.filter(route => route.method === 'GET')) {
    const path = route.path.replace(/:id/g, '1').replace(/:[a-z_]+/g, '59')
    const page = await send(port, join_head(head('GET', path, [`Cookie: ${session}`])), true)
    for (const match of page.text.matchAll(/\sname="([^"]{1,40})"/g)) names.add(match[1])
  }
  return [...names]
}

function target_of (route) {
  const part = () => odds(0.5) ? String(1 + below(30)) : encode(one(nasty)).slice(0, 2000)
  const path = route.path.replace(/:[a-z_]+/g, part)
  const query = odds(0.5) ? pairs(below(5)) : ''
  return path + (query ? '?' + query : '')
}

let names = []
function pairs (n) {
  const pair = () => encode(odds(0.95) ? one(names) : one(nasty)) + (odds(0.95) ? '=' : '') + encode(one(nasty))
  return Array.from({ length: n }, pair).join('&')
}

const FILE_NAMES = ['a.csv', 'b.pdf', '../c.png', 'd', 'é.xlsx', 'x'.repeat(300)]

function multipart () {
  const boundary = 'b' + below(1e6)
  const parts = Array.from({ length: below(5) }, () => {
    const name = one(names).replace(/"/g, '')
    const type = one(['text/csv', 'image/png', 'x', '']), own = one(FILE_NAMES)
    const file = odds(0.4) ? `; filename="${own}"\r\nContent-Type: ${type}` : ''
    return `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n${one(nasty)}\r\n`
  })
  const end = odds(0.9) ? `--${boundary}--\r\n` : ''
  return [`multipart/form-data; boundary=${odds(0.95) ? boundary : 'other'}`, parts.join('') + end]
}

function body_of () {
  const kind = below(4)
  if (kind === 0) return multipart()
  if (kind === 1) {
    const members = Object.fromEntries(Array.from({ length: below(6) }, () => [one(names), one(nasty)]))
    return ['application/json', odds(0.7) ? JSON.stringify(members) : one(nasty)]
  }
  return ['application/x-www-form-urlencoded', pairs(1 + below(12))]
}

const ODD_HEADERS = ['Accept: application/json', 'Accept: text/csv', 'Accept-Encoding: gzip', 'Accept-Language: en',
  'Expect: 100-continue', 'Content-Length: 5', 'Content-Length: -1', 'Content-Length: 99999999999',
  'Transfer-Encoding: chunked', 'Transfer-Encoding: gzip, chunked', 'Host: other', 'Connection: keep-alive',
  'X: ' + 'y'.repeat(9000), ' folded', 'no colon', 'Range: bytes=0-1', 'If-None-Match: "x"', 'Authorization: Bearer x',
  'Authorization: Bearer ' + 'z'.repeat(300), 'Cookie: session=x', 'Cookie: ' + 'a=b; '.repeat(200), 'Upgrade: h2c',
  'X-Forwarded-For: not an address', 'X-Forwarded-Proto: https', 'Sec-Fetch-Site: cross-site',
  'Origin: https://elsewhere.example']
const METHODS = ['PUT', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PATCH', 'get', 'CONNECT', 'X'.repeat(40)]

// Changes some bytes wherever they stand.
function spoil (bytes) {
  for (let i = 1 + below(4); i > 0; i--) {
    const at = below(bytes.length || 1)
    const kind = below(4)
    if (kind === 0) bytes[at] = below(256)
    else if (kind === 1) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + below(20))])
    else if (kind === 2) bytes = Buffer.concat([bytes.subarray(0, at), Buffer.from(one(nasty)), bytes.subarray(at)])
    else bytes = bytes.subarray(0, at)
  }
  return bytes
}

function request (routes, session) {
  const route = one(routes)
  const method = odds(0.04) ? one(METHODS) : route.method
  const [type, body] = method === 'POST' || odds(0.05) ? body_of() : [null, '']
  const lines = head(method, target_of(route))
  if (odds(0.7)) lines.push(`Cookie: ${session}`)
  if (odds(0.8)) lines.push('Sec-Fetch-Site: same-origin')
  const content = Buffer.from(body)
  if (type) lines.push(`Content-Type: ${type}`, `Content-Length: ${content.length + (odds(0.03) ? below(9) - 4 : 0)}`)
  for (let i = odds(0.3) ? below(4) : 0; i > 0; i--) lines.splice(1 + below(lines.length), 0, one(ODD_HEADERS))
  const bytes = Buffer.concat([Buffer.from(join_head(lines)), content])
  return odds(0.2) ? spoil(bytes) : bytes
}

async function main () {
  const { routes, link } = fill()
  // these would end the session that the rest needs
  const kept = routes.filter(route => !/deconnexion|effacer|fermer/.test(route.path))
  const { server, ready } = start()
  const port = await ready
  const session = await sign_in(port, link)
  names = await field_names(port, kept, session)
  console.log(`seed ${seed}: ${count} requests to ${kept.length} routes, ${names.length} names of fields`)
  const statuses = new Map()
  let left = count, failed = 0, ended = null
  server.removeAllListeners('exit')
  server.on('exit', (code, signal) => { ended = `${code ?? signal}` })
  const worker = async () => {
    while (left-- > 0 && ended === null) {
      const bytes = request(kept, session)
      const status = await send(port, bytes)
      statuses.set(status, (statuses.get(status) ?? 0) + 1)
      if (status === -1 || (status >= 500 && !FINE.has(status))) {
        if (++failed <= SHOWN) console.log(`${status}: ${JSON.stringify(bytes.toString('latin1').slice(0, 1500))}`)
      }
    }
  }
  await Promise.all(Array.from({ length: ABREAST }, worker))
  const last = ended === null ? await send(port, join_head(head('GET', '/'))) : 0
  if (last < 200 || last >= 500) {
    failed++
    console.log(`at the end the home page answers ${last}; the process ended: ${ended ?? 'no'}`)
  }
  server.kill('SIGTERM')
  if (ended === null) await new Promise(resolve => server.on('exit', resolve))
  if (ended !== '0' || /Sanitizer|runtime error/.test(server.said)) {
    failed++
    console.log(`the server ended with ${ended} and said:\n${server.said.slice(0, 6000)}`)
  }
  console.log([...statuses].sort((a, b) => a[0] - b[0]).map(([status, n]) => `${status}: ${n}`).join(', '))
  rmSync(place, { recursive: true, force: true })
  console.log(`${count + 1 - failed} passed, ${failed} failed`)
  process.exitCode = failed ? 1 : 0
}

await main()
