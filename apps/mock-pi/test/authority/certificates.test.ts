import { execFile } from 'node:child_process'
import { generateKeyPairSync, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { connect, createServer } from 'node:tls'
import { GeneralName } from '@peculiar/asn1-x509'
import { expect, onTestFinished, test } from 'vitest'
import { makeAuthority, newAuthority } from '../../src/authority/make-authority.ts'
import { PI_DOMAINS, SERVED_HOSTS } from '../../src/http/pi-hosts.ts'
import { haveFolder } from '../have-folder.ts'
import { noCertificate } from '../redirect/make-certificate.ts'

const NOW = Date.now()
const DAY_MS = 86_400_000

/** What an authority of ours would sign if its key were kept: a certificate for this name, and its key. */
function signFor(name: ConstructorParameters<typeof GeneralName>[0]) {
  const { caCertificate, sign } = newAuthority(PI_DOMAINS, NOW)
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = String(privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return { caCertificate, key, certificate: sign([new GeneralName(name)], publicKey) }
}

type Signed = ReturnType<typeof signFor>

const allowed = [
  [{ dNSName: 'api.minepi.com' }, 'api.minepi.com'],
  [{ dNSName: 'pinet.com' }, 'pinet.com'],
] as const
/** Names for which its certificate must not be believed, and the host that asks for it. */
const forbidden = [
  [{ dNSName: 'example.com' }, 'example.com'],
  [{ dNSName: 'notminepi.com' }, 'notminepi.com'],
  [{ dNSName: 'localhost' }, 'localhost'],
  [{ iPAddress: '127.0.0.1' }, '127.0.0.1'],
  [{ iPAddress: '::1' }, '::1'],
] as const
const notOfServers = [
  [{ rfc822Name: 'someone@minepi.com' }],
  [{ uniformResourceIdentifier: 'https://minepi.com/' }],
] as const

async function serve({ certificate, caCertificate, key }: Signed) {
  const server = createServer({ key, cert: `${certificate}${caCertificate}` }, (socket) =>
    socket.end('ok'),
  )
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return port
}

/** '' when Node believes the server that it is `host`, else why not. */
async function askByNode(signed: Signed, host: string): Promise<string> {
  const port = await serve(signed)
  const socket = connect({
    host: '127.0.0.1',
    port,
    ca: signed.caCertificate,
    ...(host.includes(':') || /^\d/.test(host) ? {} : { servername: host }),
  })
  const [error] = await Promise.race([
    once(socket, 'secureConnect'),
    new Promise<[NodeJS.ErrnoException]>((resolve) =>
      socket.once('error', (error) => resolve([error as NodeJS.ErrnoException])),
    ),
  ])
  socket.destroy()
  return error?.code ?? ''
}

function run(command: string, args: readonly string[]) {
  return new Promise<{ code: unknown; printed: string }>((resolve) => {
    execFile(command, args, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, printed: stdout + stderr }),
    )
  })
}

function verifyByOpenssl({ caCertificate, certificate }: Signed) {
  const folder = haveFolder()
  const [ca, leaf] = [path.join(folder, 'ca.pem'), path.join(folder, 'leaf.pem')]
  writeFileSync(ca, caCertificate)
  writeFileSync(leaf, certificate)
  return run('openssl', ['verify', '-x509_strict', '-CAfile', ca, leaf])
}

test.for(allowed)('the authority vouches for %j', async ([name, host], { skip }) => {
  const signed = signFor(name)
  expect(await askByNode(signed, host)).toBe('')
  skip(noCertificate !== '', noCertificate)
  expect(await verifyByOpenssl(signed)).toMatchObject({ code: 0 })
})

test.for(forbidden)('M14: no client believes it for %j', async ([name, host], { skip }) => {
  const signed = signFor(name)
  expect(await askByNode(signed, host)).toMatch(
    /^(PERMITTED_VIOLATION|EXCLUDED_VIOLATION|UNSPECIFIED)$/,
  )
  skip(noCertificate !== '', noCertificate)
  const { code, printed } = await verifyByOpenssl(signed)
  expect([code, printed]).toEqual([
    2,
    expect.stringMatching(/(permitted|excluded) subtree violation/),
  ])
})

test.for(notOfServers)('nor for %j', async ([name], { skip }) => {
  skip(noCertificate !== '', noCertificate)
  const { code, printed } = await verifyByOpenssl(signFor(name))
  expect([code, printed]).toEqual([2, expect.stringContaining('permitted subtree violation')])
})

test.for([
  [{ dNSName: 'localhost' }, 'localhost', 60],
  [{ iPAddress: '127.0.0.1' }, '127.0.0.1', 60],
  [{ dNSName: 'api.minepi.com' }, 'api.minepi.com', 0],
] as const)('curl, for %j', async ([name, host, code], { skip }) => {
  skip((await run('curl', ['--version'])).code !== 0, 'needs curl')
  const signed = signFor(name)
  const port = await serve(signed)
  const ca = path.join(haveFolder(), 'ca.pem')
  writeFileSync(ca, signed.caCertificate)
  const url = `https://${host}:${port}`
  const options = ['-s', '--http0.9', '--noproxy', '*', '--cacert', ca]
  const found = await run('curl', [...options, '--resolve', `${host}:${port}:127.0.0.1`, url])
  expect(found.code).toBe(code)
})

test('the certificate is for all served hosts and for a year, and its authority signs no other', () => {
  const made = makeAuthority({ names: SERVED_HOSTS, domains: PI_DOMAINS, now: NOW })
  const [ca, server] = [
    new X509Certificate(made.caCertificate),
    new X509Certificate(made.certificate),
  ]
  expect(server.subjectAltName).toBe(SERVED_HOSTS.map((name) => `DNS:${name}`).join(', '))
  expect(server.ca).toBe(false)
  expect(server.verify(ca.publicKey)).toBe(true)
  expect(ca.ca).toBe(true)
  for (const { validFrom, validTo } of [ca, server]) {
    expect(Date.parse(validFrom)).toBeLessThan(NOW)
    expect(Math.round((Date.parse(validTo) - NOW) / DAY_MS)).toBe(365)
  }
})
