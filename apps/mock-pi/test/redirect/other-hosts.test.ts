import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { connect, TLSSocket, type ConnectionOptions } from 'node:tls'
import { Agent, request } from 'undici'
import { expect, onTestFinished, test } from 'vitest'
import { makeCertificate, noCertificate } from './make-certificate.ts'
import { startRecordingServer } from './recording-server.ts'
import { redirectTo } from './redirect-to.ts'

const names = 'DNS:localhost,DNS:api.minepi.com,IP:127.0.0.1'
const { key, cert } = noCertificate === '' ? await makeCertificate(names) : { key: '', cert: '' }

type Listen = { port: number; host: string } | { path: string }

/** A server with a certificate beside a redirection to the mock. It responds with the server name of the request. */
async function startBeside(listen: Listen = { port: 0, host: '127.0.0.1' }) {
  const mock = await startRecordingServer()
  redirectTo(mock)
  const server = https.createServer({ key, cert }, ({ socket }, res) => {
    // The socket of a https server.
    res.end(`real TLS for ${(socket as TLSSocket).servername}`)
  })
  await once(server.listen(listen), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { mock, port: (server.address() as AddressInfo).port }
}

async function get(options: https.RequestOptions & ConnectionOptions): Promise<string> {
  const [response] = await once(https.get({ agent: false, ...options }), 'response')
  expect(response.socket).toBeInstanceOf(TLSSocket)
  return text(response)
}

/** Leads every name to this machine, as a hosts file would. */
const lookup: https.RequestOptions['lookup'] = (_host, _options, respond) =>
  respond(null, [{ address: '127.0.0.1', family: 4 }])

test('another host is asked over TLS, and its certificate is checked as ever', async ({ skip }) => {
  skip(noCertificate !== '', noCertificate)
  const { mock, port } = await startBeside()
  const { cert: otherAuthority } = await makeCertificate(names)

  expect(await get({ host: 'localhost', port, ca: cert })).toBe('real TLS for localhost')
  await expect(get({ host: 'localhost', port })).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
  await expect(get({ host: 'localhost', port, ca: otherAuthority })).rejects.toMatchObject({
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  })
  await expect(get({ host: 'evil.example', port, ca: cert, lookup })).rejects.toMatchObject({
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  })
  expect(mock.requests).toEqual([])
})

test("undici reaches another host over TLS, and refuses one that it can't trust", async ({
  skip,
}) => {
  skip(noCertificate !== '', noCertificate)
  const { mock, port } = await startBeside()
  const trusting = new Agent({ connect: { ca: cert } })
  const url = `https://localhost:${port}/`

  const { body } = await request(url, { dispatcher: trusting })

  expect(await body.text()).toBe('real TLS for localhost')
  await expect(fetch(url)).rejects.toMatchObject({ cause: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' } })
  expect(mock.requests).toEqual([])
  await trusting.close()
})

test("a server that is called by Pi's name is still the server at its address", async ({
  skip,
}) => {
  skip(noCertificate !== '', noCertificate)
  const { mock, port } = await startBeside()
  const spoofed = { servername: 'api.minepi.com', headers: { host: 'api.minepi.com' } }

  expect(await get({ host: '127.0.0.1', port, ca: cert, ...spoofed })).toBe(
    'real TLS for api.minepi.com',
  )
  expect(mock.requests).toEqual([])
})

test("a local socket is a local socket, even with Pi's host and port", async ({ skip }) => {
  skip(noCertificate !== '' || process.platform === 'win32', noCertificate || 'a path is a pipe')
  const folder = await mkdtemp(join(tmpdir(), 'redirect-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, 'tls.sock')
  const { mock } = await startBeside({ path })

  const socket = connect({ path, host: 'api.minepi.com', port: 443, ca: cert })
  await once(socket, 'secureConnect')

  expect(socket).toBeInstanceOf(TLSSocket)
  expect(socket.getPeerCertificate().subject.CN).toBe('A server of the tests')
  socket.destroy()
  expect(mock.sockets()).toBe(0)
})

test.each(['api.minepi.com.evil.example', 'xminepi.com', 'xsocialchain.app'])(
  '%s on port 443 is looked up and connected to as ever',
  async (host) => {
    const mock = await startRecordingServer()
    redirectTo(mock)
    const asked: string[] = []

    const sent = https.get({
      host,
      agent: false,
      lookup: (name, _options, respond) => {
        asked.push(name)
        respond(new Error('The test knows no addresses'), [])
      },
    })

    await expect(once(sent, 'response')).rejects.toThrow('The test knows no addresses')
    expect(asked).toEqual([host])
    expect(mock.sockets()).toBe(0)
  },
)
