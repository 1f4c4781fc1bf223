// js-libp2p as the other side of the interop checks. Takes commands as JSON lines on standard input and answers each
// on standard output with {"id", "ok"} or {"id", "error"}. One process runs as many nodes as it is told to.
// Node 20 lacks this one function of the language.
Promise.withResolvers ??= function () {
  let resolve, reject
  const promise = new this((a, b) => { resolve = a; reject = b })
  return { promise, resolve, reject }
}

const { createLibp2p } = await import('libp2p')
const { tcp } = await import('@libp2p/tcp')
const { noise } = await import('@chainsafe/libp2p-noise')
const { yamux } = await import('@chainsafe/libp2p-yamux')
const { identify, identifyPush } = await import('@libp2p/identify')
const { ping } = await import('@libp2p/ping')
const { kadDHT, passthroughMapper } = await import('@libp2p/kad-dht')
const { multiaddr } = await import('@multiformats/multiaddr')
const { peerIdFromString } = await import('@libp2p/peer-id')
const { CID } = await import('multiformats/cid')
const digest = await import('multiformats/hashes/digest')
const { createInterface } = await import('node:readline')

const ECHO = '/interop/echo/1'
const PERF = '/perf/1.0.0'
const CHUNK = new Uint8Array(64 * 1024)
const MANY = 2048
const DHT_WAIT = 10_000
const text = new TextEncoder()
const nodes = new Map()

const RAISED = {
  inboundConnectionThreshold: MANY,
  maxIncomingPendingConnections: MANY
}

function dhtService (protocol) {
  return kadDHT({
    protocol,
    clientMode: false,
    peerInfoMapper: passthroughMapper, // loopback addresses count here
    validators: { interop: () => {} },
    selectors: { interop: (key, values) => newest(values) }
  })
}

function newest (values) { // the greatest text wins
  const texts = values.map(value => new TextDecoder().decode(value))
  return texts.indexOf(texts.toSorted().at(-1))
}

async function start ({ node, raised, dht }) {
  const services = { identify: identify(), push: identifyPush(), ping: ping() }
  if (dht) services.dht = dhtService(dht)
  const made = await createLibp2p({
    addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    connectionManager: raised ? RAISED : {},
    services
  })
  const limits = raised ? { maxInboundStreams: MANY, maxOutboundStreams: MANY } : {}
  await made.handle(ECHO, echo, limits)
  await made.handle(PERF, servePerf, limits)
  nodes.set(node, made)
  return { peer: made.peerId.toString(), address: made.getMultiaddrs()[0].toString() }
}

async function send (stream, bytes) {
  if (!stream.send(bytes)) await stream.onDrain()
}

async function sendZeros (stream, count) {
  for (let left = count; left > 0;) {
    const part = Math.min(left, CHUNK.length)
    left -= part
    await send(stream, CHUNK.subarray(0, part))
  }
}

async function echo (stream) {
  try {
    for await (const chunk of stream) await send(stream, chunk)
    await stream.close()
  } catch (why) {
    stream.abort(why)
  }
}

async function servePerf (stream) {
  try {
    const header = new Uint8Array(8)
    let got = 0
    for await (const chunk of stream) {
      if (got < 8) header.set(chunk.subarray(0, 8 - got), got)
      got += chunk.byteLength
    }
    await sendZeros(stream, Number(new DataView(header.buffer).getBigUint64(0)))
    await stream.close()
  } catch (why) {
    stream.abort(why)
  }
}

async function perf ({ node, address, up, down }) {
  const from = performance.now()
  const stream = await nodes.get(node).dialProtocol(multiaddr(address), PERF)
  const header = new Uint8Array(8)
  new DataView(header.buffer).setBigUint64(0, BigInt(down))
  let got = 0
  const reading = (async () => { for await (const chunk of stream) got += chunk.byteLength })()
  await send(stream, header)
  await sendZeros(stream, up)
  await stream.close()
  await reading
  if (got !== down) throw new Error(`asked for ${down} bytes and got ${got}`)
  return { seconds: (performance.now() - from) / 1000 }
}

async function one (node, address, number) {
  const said = text.encode(`stream ${number} says so`)
  const options = { maxOutboundStreams: MANY, negotiateFully: true }
  const stream = await nodes.get(node).dialProtocol(multiaddr(address), ECHO, options)
  let heard = ''
  const reading = (async () => {
    for await (const chunk of stream) heard += new TextDecoder().decode(chunk.subarray())
  })()
  await send(stream, said)
  await stream.close()
  await reading
  if (heard !== `stream ${number} says so`) throw new Error(`stream ${number} heard "${heard}"`)
}

async function streams ({ node, address, count }) {
  const results = await Promise.allSettled([...Array(count).keys()].map(number => one(node, address, number)))
  const failed = results.filter(result => result.status === 'rejected')
  return { done: count - failed.length, why: failed.length > 0 ? String(failed[0].reason) : '' }
}

async function about ({ node, peer }) {
  const known = await nodes.get(node).peerStore.get(peerIdFromString(peer))
  const agent = known.metadata.get('AgentVersion')
  return {
    agent: agent ? new TextDecoder().decode(agent) : '',
    protocols: known.protocols,
    certified: known.addresses.filter(a => a.isCertified).map(a => a.multiaddr.toString()),
    record: known.peerRecordEnvelope != null
  }
}

async function last (events, name) {
  let found
  for await (const event of events) if (event.name === name) found = event
  return found
}

async function all (events, name) {
  const found = []
  for await (const event of events) if (event.name === name) found.push(event)
  return found
}

const content = hash => CID.createV1(0x55, digest.decode(Uint8Array.from(Buffer.from(hash, 'hex')))) // raw
const waiting = () => ({ signal: AbortSignal.timeout(DHT_WAIT) })

const commands = {
  start,
  perf,
  streams,
  about,
  dial: async ({ node, address }) => {
    await nodes.get(node).dial(multiaddr(address))
    return {}
  },
  ping: async ({ node, address }) => ({ millis: await nodes.get(node).services.ping.ping(multiaddr(address)) }),
  handle: async ({ node, protocol }) => { await nodes.get(node).handle(protocol, echo); return {} },
  unhandle: async ({ node, protocol }) => { await nodes.get(node).unhandle(protocol); return {} },
  connections: async ({ node }) => ({ count: nodes.get(node).getConnections().length }),
  knows: async ({ node }) => ({
    peers: [...nodes.get(node).services.dht.routingTable.kb.toIterable()].map(p => p.peerId.toString())
  }),
  findPeer: async ({ node, peer }) => {
    const events = nodes.get(node).services.dht.findPeer(peerIdFromString(peer), waiting())
    const found = await last(events, 'FINAL_PEER').catch(why => {
      if (why.name !== 'NotFoundError') throw why
    })
    return { addresses: found == null ? [] : found.peer.multiaddrs.map(String) }
  },
  put: async ({ node, key, value }) => {
    const events = nodes.get(node).services.dht.put(text.encode(key), text.encode(value), waiting())
    return { stored: (await all(events, 'PEER_RESPONSE')).filter(event => event.messageName === 'PUT_VALUE').length }
  },
  get: async ({ node, key }) => {
    const found = await last(nodes.get(node).services.dht.get(text.encode(key), waiting()), 'VALUE')
    return { value: found == null ? '' : new TextDecoder().decode(found.value) }
  },
  provide: async ({ node, hash }) => {
    for await (const event of nodes.get(node).services.dht.provide(content(hash), waiting())) void event
    return {}
  },
  findProviders: async ({ node, hash }) => {
    const found = await all(nodes.get(node).services.dht.findProviders(content(hash), waiting()), 'PROVIDER')
    return { peers: [...new Set(found.flatMap(event => event.providers.map(p => p.id.toString())))] }
  },
  stop: async ({ node }) => {
    const stopping = nodes.get(node)
    nodes.delete(node)
    await stopping.stop()
    return {}
  }
}

async function obey (line) {
  const command = JSON.parse(line)
  try {
    const ok = await commands[command.do](command)
    console.log(JSON.stringify({ id: command.id, ok }))
  } catch (why) {
    console.log(JSON.stringify({ id: command.id, error: `${why.name}: ${why.message}` }))
  }
}

console.log(JSON.stringify({ id: 0, ok: {} }))
const input = createInterface({ input: process.stdin })
input.on('line', line => { obey(line) })
input.on('close', () => process.exit(0)) // whoever started this is gone
