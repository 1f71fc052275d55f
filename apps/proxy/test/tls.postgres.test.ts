import { X509Certificate } from 'node:crypto'
import { chmod, chown, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migratePostgres } from '../src/database/migrate-postgres.ts'
import { openDatabase } from '../src/stores/open-database.ts'
import { haveOpenssl, makeAuthority, type Certificate } from './make-certificates.ts'
import { failOnLostConnection, makeTempDir } from '../testkit/open-test-database.ts'
import { startPostgres } from '../testkit/start-postgres.ts'

const refusedWith = (code: string) => {
  const sentence = expect.stringMatching(
    `^Cannot connect to the Postgres in DATABASE_URL \\(${code}\\)`,
  )
  return [sentence, sentence]
}

const canCertify = await haveOpenssl()
if (!canCertify) process.stderr.write('Tests of TLS to Postgres are skipped: no OpenSSL 3 here\n')
const postgres = canCertify ? await startPostgres() : undefined

describe.skipIf(postgres == null)('TLS to Postgres', async () => {
  const folder = await makeTempDir()
  // The server runs as another user.
  await chmod(folder.path, 0o755)
  let url = ''
  let known: Awaited<ReturnType<typeof makeAuthority>>
  let unknown: Awaited<ReturnType<typeof makeAuthority>>
  beforeAll(async () => {
    url = ((await postgres?.newDatabase()) ?? '').replace('127.0.0.1', 'localhost')
    known = await makeAuthority(join(folder.path, 'known'))
    unknown = await makeAuthority(join(folder.path, 'unknown'))
    await migratePostgres(url)
  })
  afterAll(async () => {
    await postgres?.remove()
    await folder.remove()
  })

  /** Gives the running server a certificate, and waits until it shows it. */
  async function present({ cert, key }: Certificate) {
    const admin = new Client({ connectionString: url })
    await admin.connect()
    const { rows } = await admin.query('SHOW data_directory')
    const { uid, gid } = await stat(rows[0].data_directory)
    await chown(key, uid, gid)
    await admin.query(`ALTER SYSTEM SET ssl_cert_file = '${cert}'`)
    await admin.query(`ALTER SYSTEM SET ssl_key_file = '${key}'`)
    await admin.query('ALTER SYSTEM SET ssl = on')
    await admin.query('SELECT pg_reload_conf()')
    await admin.end()
    const { fingerprint256 } = new X509Certificate(await readFile(cert))
    while ((await shownFingerprint()) !== fingerprint256);
  }

  async function shownFingerprint(): Promise<string | undefined> {
    const client = new Client({ connectionString: url, ssl: { rejectUnauthorized: false } })
    try {
      await client.connect()
      // pg's types do not show the socket.
      const { connection } = client as unknown as { connection: { stream: TLSSocket } }
      return connection.stream.getPeerCertificate().fingerprint256
    } catch (error) {
      if (String(error).includes('does not support SSL')) return undefined
      throw error
    } finally {
      await client.end()
    }
  }

  const verified = (host: string, authority: string) =>
    `${url.replace('localhost', host)}?sslmode=verify-full&sslrootcert=${authority}`

  /** What the server and the migration say about such a URL. */
  async function refusals(secureUrl: string): Promise<string[]> {
    const tries = [
      openDatabase({ kind: 'postgres', url: secureUrl }, failOnLostConnection),
      migratePostgres(secureUrl),
    ]
    return Promise.all(
      tries.map((each: Promise<unknown>) =>
        each.then(
          () => 'let in',
          (error: Error) => error.message,
        ),
      ),
    )
  }

  test('P30: a certificate of an unknown authority is refused, whatever its name', async () => {
    await present(await unknown.certify('impostor', 'DNS:localhost,IP:127.0.0.1'))

    for (const host of ['localhost', '127.0.0.1']) {
      expect(await refusals(verified(host, known.cert))).toEqual(
        refusedWith('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      )
      expect(await refusals(`${url}?sslmode=verify-full`)).toEqual(
        refusedWith('UNABLE_TO_VERIFY_LEAF_SIGNATURE'),
      )
    }
  })

  test('P30: a certificate for another name is refused, although its authority is known', async () => {
    await present(await known.certify('other', 'DNS:db.example'))
    expect(await refusals(verified('localhost', known.cert))).toEqual(
      refusedWith('ERR_TLS_CERT_ALTNAME_INVALID'),
    )

    await present(await known.certify('name-only', 'DNS:localhost'))
    expect(await refusals(verified('127.0.0.1', known.cert))).toEqual(
      refusedWith('ERR_TLS_CERT_ALTNAME_INVALID'),
    )
  })

  test('P30: the right name under the authority of sslrootcert is accepted, over TLS', async () => {
    await present(await known.certify('right', 'DNS:localhost,IP:127.0.0.1'))

    for (const host of ['localhost', '127.0.0.1']) {
      const secureUrl = verified(host, known.cert)
      expect(await migratePostgres(secureUrl)).toBe('current')
      const config = { kind: 'postgres', url: secureUrl } as const
      await using database = await openDatabase(config, failOnLostConnection)
      // Typed by no driver: the shape is the one selected.
      const { rows } = (await database.db.execute(
        'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()',
      )) as unknown as { rows: unknown[] }
      expect(rows).toEqual([{ ssl: true }])
    }
  })
})
