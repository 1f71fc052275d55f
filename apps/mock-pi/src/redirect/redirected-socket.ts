import { Socket, type SocketConstructorOpts } from 'node:net'
import type { ConnectionOptions, DetailedPeerCertificate, TLSSocket } from 'node:tls'

/** What TLS adds to a connection; the type of the error forgets that it is null as a rule. */
type EncryptedPart = Omit<TLSSocket, keyof Socket | 'authorizationError'>

/**
 * A plain connection that looks like an encrypted one: nothing leaves the machine, so nothing needs a certificate.
 * What only a handshake could show is returned as TLS returns it before there was one.
 */
export class RedirectedSocket extends Socket implements EncryptedPart {
  readonly encrypted = true
  authorized = false
  readonly authorizationError = null
  /** False: no protocol was agreed on, so it is HTTP/1.1. */
  alpnProtocol: TLSSocket['alpnProtocol'] = null
  servername: TLSSocket['servername']
  /** Node's own clients read it, to wait for `secureConnect`. */
  secureConnecting = true
  readonly #explain: (error: Error) => Error

  /** `explain` words the failure to connect. */
  constructor(options: ConnectionOptions, explain: (error: Error) => Error) {
    // As `net.connect` does: it takes the options that it knows from those of the connection.
    super(options as SocketConstructorOpts)
    this.#explain = explain
    this.servername = options.servername ?? false
    if (options.timeout) this.setTimeout(options.timeout)
    // After the listeners of `connect`, as a handshake would be.
    this.once('connect', () => process.nextTick(() => this.#secure()))
  }

  #secure() {
    if (this.destroyed) return
    this.secureConnecting = false
    this.authorized = true
    this.alpnProtocol = false
    this.emit('secureConnect')
  }

  override destroy(error?: Error): this {
    return super.destroy(error && this.secureConnecting ? this.#explain(error) : error)
  }

  // An empty object in TLS as well, when the peer showed none.
  getPeerCertificate = () => ({}) as DetailedPeerCertificate
  getCertificate = () => ({})
  getCipher = () => ({ name: 'NONE', standardName: 'NONE', version: 'NONE' })
  getEphemeralKeyInfo = () => ({})
  getFinished = () => undefined
  getPeerFinished = () => undefined
  getPeerX509Certificate = () => undefined
  getX509Certificate = () => undefined
  getProtocol = () => null
  getSession = () => undefined
  getSharedSigalgs = () => []
  getTLSTicket = () => undefined
  isSessionReused = () => false
  setMaxSendFragment = () => true
  setKeyCert = () => {}
  setSession = () => {}
  disableRenegotiation = () => {}
  enableTrace = () => {}
  renegotiate = () => false
  setServername(name: string) {
    this.servername = name
  }
  exportKeyingMaterial(): never {
    throw new Error('A connection that is redirected to the mock has no keys')
  }
}
