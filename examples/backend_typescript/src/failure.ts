/** What a failed call says, beyond its code and message. */
import { status, type ServiceError } from '@grpc/grpc-js';
import { isAnyExtension, loadSync, type MessageTypeDefinition } from '@grpc/proto-loader';
import { getProtoPath } from 'google-proto-files';

import type { BadRequest__Output } from '../generated/failures/google/rpc/BadRequest.js';
import type { ErrorInfo__Output } from '../generated/failures/google/rpc/ErrorInfo.js';
import type { Status, Status__Output } from '../generated/failures/google/rpc/Status.js';

export interface Failure {
  /** Name of the gRPC status, such as NOT_FOUND. */
  code: string;
  message: string;
  /** Name of a mizan.v1.ErrorReason; empty when no service of Mizan answered. */
  reason: string;
  /** What varies in the message. */
  metadata: Record<string, string>;
  /** What is wrong with which field of the request. */
  violations: { field: string; description: string }[];
}

const STATUS = loadSync(['google/rpc/status.proto', 'google/rpc/error_details.proto'], {
  longs: String,
  enums: String,
  defaults: true,
  oneofs: true,
  json: true, // unpacks google.protobuf.Any, which the details come in
  includeDirs: [getProtoPath('..')],
})['google.rpc.Status'] as MessageTypeDefinition<Status, Status__Output>;

export function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error && 'code' in error && 'metadata' in error;
}

export function failureOf(error: ServiceError): Failure {
  const failure: Failure = {
    code: status[error.code],
    message: error.details,
    reason: '',
    metadata: {},
    violations: [],
  };
  const [packed] = error.metadata.get('grpc-status-details-bin');
  if (!Buffer.isBuffer(packed)) return failure;
  for (const detail of STATUS.deserialize(packed).details) {
    if (!isAnyExtension(detail)) continue;
    switch (detail['@type'].split('/').pop()) {
      case 'google.rpc.ErrorInfo': {
        const info = detail as unknown as ErrorInfo__Output;
        failure.reason = info.reason;
        failure.metadata = info.metadata;
        break;
      }
      case 'google.rpc.BadRequest':
        failure.violations = (detail as unknown as BadRequest__Output).fieldViolations;
        break;
    }
  }
  return failure;
}
