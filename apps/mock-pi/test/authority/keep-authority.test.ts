import { createPrivateKey, createPublicKey, X509Certificate } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { dataFolder } from '../../src/authority/authority-folder.ts'
import {
  AUTHORITY_FILE,
  openAuthority,
  removeAuthority,
} from '../../src/authority/keep-authority.ts'
import { PI_DOMAINS, SERVED_HOSTS } from '../../src/http/pi-hosts.ts'
import { haveFolder } from '../have-folder.ts'

const NOW = Date.now()
const DAY_MS = 86_400_000
const OTHER_UID = 65_534
const options = { names: SERVED_HOSTS, domains: PI_DOMAINS, now: NOW }
const isWindows = process.platform === 'win32'

test('M14: the file is for this user only, and the only key in it is the server’s', async () => {
  const folder = path.join(haveFolder(), 'deep', 'mock-pi')
  const { certificate, key } = await openAuthority(folder, options)

  const text = readFileSync(path.join(folder, AUTHORITY_FILE), 'utf8')
  expect(readdirSync(folder)).toEqual([AUTHORITY_FILE])
  expect(text.match(/PRIVATE KEY-----\n/g)).toHaveLength(2)
  expect(text).toContain(key)
  const { publicKey } = new X509Certificate(certificate)
  expect(createPublicKey(createPrivateKey(key)).equals(publicKey)).toBe(true)
  if (isWindows) return
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(folder, AUTHORITY_FILE)).mode & 0o777).toBe(0o600)
})

test('it is used again, until it is damaged, for other names, or near its end', async () => {
  const folder = haveFolder()
  const first = await openAuthority(folder, options)
  expect(await openAuthority(folder, options)).toEqual(first)
  expect(await openAuthority(folder, { ...options, now: NOW + 334 * DAY_MS })).toEqual(first)

  const late = await openAuthority(folder, { ...options, now: NOW + 336 * DAY_MS })
  expect(late).not.toEqual(first)
  const back = await openAuthority(folder, options)
  expect(back).not.toEqual(late)
  const others = await openAuthority(folder, { ...options, names: ['api.minepi.com'] })
  expect(others).not.toEqual(back)
  writeFileSync(path.join(folder, AUTHORITY_FILE), 'not PEM')
  expect(await openAuthority(folder, { ...options, names: ['api.minepi.com'] })).not.toEqual(others)
})

test('a key of another certificate is not used', async () => {
  const folder = haveFolder()
  const [one, two] = [
    await openAuthority(folder, options),
    await openAuthority(haveFolder(), options),
  ]
  const mixed = `${one.caCertificate}${one.certificate}${two.key}`
  writeFileSync(path.join(folder, AUTHORITY_FILE), mixed)
  const { certificate } = await openAuthority(folder, options)
  expect(certificate).not.toBe(one.certificate)
})

test.skipIf(isWindows)('a folder or file that others may change or read is refused', async () => {
  const folder = haveFolder()
  await openAuthority(folder, options)
  const file = path.join(folder, AUTHORITY_FILE)
  chmodSync(file, 0o640)
  await expect(openAuthority(folder, options)).rejects.toThrow(
    `${file} gives rights to other users (mode 640)`,
  )
  chmodSync(file, 0o600)
  chmodSync(folder, 0o770)
  await expect(openAuthority(folder, options)).rejects.toThrow(
    `${folder} gives rights to other users (mode 770)`,
  )
  const link = path.join(haveFolder(), 'link')
  mkdirSync(path.join(haveFolder(), 'target'))
  symlinkSync(haveFolder(), link)
  await expect(openAuthority(link, options)).rejects.toThrow(`${link} is not a folder`)
})

test('M14: a folder of another user is refused', async ({ skip }) => {
  skip(process.geteuid?.() !== 0, 'needs root, to give a folder to another user')
  const folder = haveFolder()
  chownSync(folder, OTHER_UID, OTHER_UID)
  await expect(openAuthority(folder, options)).rejects.toThrow(
    `${folder} belongs to another user (uid ${OTHER_UID}). The certificates of the mock must be this user's own: move it away, or set MOCK_PI_DATA_DIR to another folder`,
  )
  expect(readdirSync(folder)).toEqual([])
})

test('remove deletes it, once', async () => {
  const folder = haveFolder()
  await openAuthority(folder, options)
  expect(removeAuthority(folder)).toBe(path.join(folder, AUTHORITY_FILE))
  expect(removeAuthority(folder)).toBeUndefined()
})

test.for([
  ['linux', {}, /\/\.local\/share\/mock-pi$/],
  ['linux', { XDG_DATA_HOME: '/data' }, /^\/data\/mock-pi$/],
  ['linux', { XDG_DATA_HOME: 'relative' }, /\/\.local\/share\/mock-pi$/],
  ['darwin', {}, /\/Library\/Application Support\/mock-pi$/],
  ['win32', {}, /AppData.Local.mock-pi$/],
  ['linux', { MOCK_PI_DATA_DIR: '/own' }, /^\/own$/],
] as const)('on %s with %j it is in %s', ([platform, env, expected]) => {
  expect(dataFolder(env, platform)).toMatch(expected)
})
