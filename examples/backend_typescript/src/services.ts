/** The services of Mizan, typed from its protos. */
import { credentials, loadPackageDefinition, type ClientOptions } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';
import { getProtoPath } from 'google-proto-files';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import type { ProtoGrpcType as AlignProtos } from '../generated/mizan/align_service.js';
import type { ProtoGrpcType as IngestProtos } from '../generated/mizan/ingest_service.js';

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), '../..'); // we run from build/src
const PROTOS = process.env['MIZAN_PROTOS'] ?? resolve(PROJECT, '../../protos');

/** A deadline for every call; a try again only for what is safe to repeat and only when nobody answered. */
const SERVICE_CONFIG = {
  methodConfig: [
    {
      name: [{ service: 'mizan.v1.IngestService' }, { service: 'mizan.v1.AlignService' }],
      timeout: { seconds: 20, nanos: 0 },
      retryPolicy: {
        maxAttempts: 4,
        initialBackoff: '0.2s',
        maxBackoff: '3s',
        backoffMultiplier: 2,
        retryableStatusCodes: ['UNAVAILABLE'],
      },
    },
  ],
};

const OPTIONS: ClientOptions = {
  'grpc.service_config': JSON.stringify(SERVICE_CONFIG),
  'grpc.max_receive_message_length': 64 * 1024 * 1024, // what the services send at most
  'grpc.keepalive_time_ms': 360_000, // the services take a ping every five minutes
};

export type Services = ReturnType<typeof connect>;

/** The calls that this program makes, as functions that return promises. */
export function connect(target: string) {
  const definition = loadSync(['mizan/v1/ingest_service.proto', 'mizan/v1/align_service.proto'], {
    // The flags of `npm run generate:mizan`: what is read here has the types that are written there.
    longs: String,
    enums: String,
    defaults: true,
    oneofs: true,
    includeDirs: [PROTOS, getProtoPath('..')],
  });
  const { v1 } = (loadPackageDefinition(definition) as unknown as AlignProtos & IngestProtos).mizan;
  const ingest = new v1.IngestService(target, credentials.createInsecure(), OPTIONS);
  const align = new v1.AlignService(target, credentials.createInsecure(), OPTIONS);
  return {
    ingestArticle: promisify(ingest.ingestArticle.bind(ingest)),
    listEvents: promisify(align.listEvents.bind(align)),
    getAlignment: promisify(align.getAlignment.bind(align)),
    listRelations: promisify(align.listRelations.bind(align)),
    close: () => [ingest, align].forEach((client) => client.close()),
  };
}
