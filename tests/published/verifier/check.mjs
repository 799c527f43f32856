// Verifies and issues credentials with @digitalbazaar/vc, for the tests. Nothing is fetched: every
// vocabulary comes from the folder named in CONTEXTS, every key out of its did:key name.
// In: a JSON array of jobs on standard input. Out: a JSON array of answers.
import {readFileSync} from 'node:fs';
import {createPublicKey, verify as verifyBytes} from 'node:crypto';
import * as vc from '@digitalbazaar/vc';
import jsigs from 'jsonld-signatures';
import {DataIntegrityProof} from '@digitalbazaar/data-integrity';
import {cryptosuite} from '@digitalbazaar/eddsa-rdfc-2022-cryptosuite';
import * as Multikey from '@digitalbazaar/ed25519-multikey';
import {Ed25519Signature2020} from '@digitalbazaar/ed25519-signature-2020';
import {Ed25519VerificationKey2020} from '@digitalbazaar/ed25519-verification-key-2020';

const folder = process.env.CONTEXTS;
const contexts = new Map();
for (const {file, urls} of JSON.parse(readFileSync(`${folder}/index.json`)).contexts) {
  for (const url of urls) {
    contexts.set(url, JSON.parse(readFileSync(`${folder}/${file}`)));
  }
}

function loaderFor(suite) {
  const old = suite === 'Ed25519Signature2020';
  const type = old ? 'Ed25519VerificationKey2020' : 'Multikey';
  const context = old ?
    'https://w3id.org/security/suites/ed25519-2020/v1' : 'https://w3id.org/security/multikey/v1';
  return async url => {
    if (contexts.has(url)) {
      return {contextUrl: null, documentUrl: url, document: contexts.get(url)};
    }
    const [did, fragment] = url.split('#');
    if (!did.startsWith('did:key:z6Mk')) {
      throw new Error(`not here: ${url}`);
    }
    const publicKeyMultibase = did.slice('did:key:'.length);
    const id = `${did}#${publicKeyMultibase}`;
    const key = {id, type, controller: did, publicKeyMultibase};
    const document = fragment ? {'@context': context, ...key} : {
      '@context': ['https://www.w3.org/ns/did/v1', context],
      id: did, verificationMethod: [key], assertionMethod: [id]
    };
    return {contextUrl: null, documentUrl: url, document};
  };
}

async function suiteFor(job, signing) {
  if (job.suite === 'Ed25519Signature2020') {
    const key = signing && await Ed25519VerificationKey2020.generate(
      {seed: Buffer.from(job.seed, 'hex')});
    if (key) {
      key.controller = `did:key:${key.fingerprint()}`;
      key.id = `${key.controller}#${key.fingerprint()}`;
    }
    return {suite: new Ed25519Signature2020({key, date: job.created}), did: key?.controller};
  }
  if (!signing) {
    return {suite: new DataIntegrityProof({cryptosuite})};
  }
  const key = await Multikey.generate({seed: Buffer.from(job.seed, 'hex')});
  const {publicKeyMultibase} = await key.export({publicKey: true});
  key.controller = `did:key:${publicKeyMultibase}`;
  key.id = `${key.controller}#${publicKeyMultibase}`;
  return {
    suite: new DataIntegrityProof({signer: key.signer(), cryptosuite, date: job.created}),
    did: key.controller
  };
}

async function verify(job) {
  const {suite} = await suiteFor(job, false);
  const documentLoader = loaderFor(job.suite);
  const result = await vc.verifyCredential(
    {credential: job.document, suite, documentLoader, now: job.at});
  const error = result.error?.errors?.map(each => each.message).join('; ') ?? result.error?.message;
  return {verified: result.verified, error};
}

async function issue(job) {
  const {suite, did} = await suiteFor(job, true);
  const credential = structuredClone(job.document);
  credential.issuer = typeof credential.issuer === 'object' ?
    {...credential.issuer, id: did} : did;
  const documentLoader = loaderFor(job.suite);
  // vc.issue would refuse some dates; signing alone is what is wanted here.
  const purpose = new jsigs.purposes.AssertionProofPurpose();
  return {document: await jsigs.sign(credential, {suite, purpose, documentLoader})};
}

async function token(job) {
  const [header, payload, signature] = job.token.split('.');
  const {kid, alg} = JSON.parse(Buffer.from(header, 'base64url'));
  const multibase = kid.split('#')[1];
  const key = await Multikey.from(
    {type: 'Multikey', id: kid, controller: kid.split('#')[0], publicKeyMultibase: multibase});
  const {publicKey} = await key.export({publicKey: true, raw: true});
  const jwk = {kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url')};
  const verified = alg === 'EdDSA' && verifyBytes(
    null, Buffer.from(`${header}.${payload}`), createPublicKey({key: jwk, format: 'jwk'}),
    Buffer.from(signature, 'base64url'));
  return {verified, payload: JSON.parse(Buffer.from(payload, 'base64url'))};
}

const does = {verify, issue, token};
const answers = [];
for (const job of JSON.parse(readFileSync(0))) {
  try {
    answers.push(await does[job.does](job));
  } catch (error) {
    answers.push({verified: false, error: error.message});
  }
}
process.stdout.write(JSON.stringify(answers));
