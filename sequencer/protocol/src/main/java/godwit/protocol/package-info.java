/**
 * Off the way of a message, under all of it: the ids, partitions, limits and stream numbers that edges, shards and the
 * journal agree on. The messages themselves are generated from {@code godwit-shard.xml} into
 * {@code godwit.protocol.codecs}.
 */
package godwit.protocol;
