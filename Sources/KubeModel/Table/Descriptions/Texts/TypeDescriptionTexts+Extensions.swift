// swift-format-ignore-file
extension TypeDescriptionTexts {
  /// About custom resources, other servers and discovery.
  static let extensions = #"""
G apiextensions
T CustomResourceDefinition Adds a kind of objects to the API.
spec The kind, its versions and their schemas.
status Whether the kind is served, and in which versions it is stored.
T CustomResourceDefinitionSpec The kind that is added.
group Group of the kind.
names Names of the kind and its resource.
scope Whether the objects are in namespaces: Cluster or Namespaced.
versions The versions of the kind.
conversion How objects are turned from one version into another.
preserveUnknownFields Whether fields outside the schema are kept; deprecated, and must be false in v1.
version The version, in the older form for a single one.
validation The schema, in the older form for all versions.
subresources The subresources, in the older form for all versions.
additionalPrinterColumns Columns of tables, in the older form for all versions.
T CustomResourceDefinitionStatus State of a definition.
conditions Whether the names were accepted and the kind is served.
acceptedNames The names in use; they may differ from those asked for.
storedVersions All versions in which objects were ever stored; ones no longer needed may be taken out.
T CustomResourceDefinitionCondition An aspect of a definition's state.
type The aspect: Established, NamesAccepted, NonStructuralSchema, Terminating or others.
T CustomResourceDefinitionNames Names of a kind and its resource.
plural The plural, which stands in paths; the definition is named plural.group.
singular The singular; the kind in lower case by default.
shortNames Abbreviations that people may write.
kind Name of the kind, in CamelCase.
listKind Name of the list's kind; the kind with List by default.
categories Names that stand for many resources at once, such as all.
T CustomResourceDefinitionVersion One version of a kind.
name Name of the version, such as v1 or v2beta1.
served Whether the version can be used.
storage Whether objects are stored in this version; it is so for exactly one.
schema The schema of the version.
subresources Whether the objects have a status and a scale of their own.
additionalPrinterColumns Columns that tables show beside the name; the age by default.
deprecated Whether clients of the version are warned.
deprecationWarning The text of the warning.
selectableFields Fields by which lists and watches can be narrowed.
T SelectableField A field by which objects can be selected.
jsonPath Path of the field; a plain one, to a text, number or boolean.
T CustomResourceColumnDefinition A column of tables.
name Title of the column.
type Type of the values: integer, number, string, boolean or date.
format How the value is shown, such as name for the first column.
description What the column shows, for people.
priority Importance; columns above 0 are shown by -o wide only.
jsonPath Path of the value in the object.
JSONPath Path of the value in the object, as v1beta1 spells it.
T CustomResourceConversion How objects are turned from one version into another.
strategy None to change apiVersion only, or Webhook.
webhook The webhook that converts.
webhookClientConfig Where the webhook is, in the older form.
conversionReviewVersions Versions of ConversionReview that the webhook knows, in the older form.
T WebhookConversion A webhook that converts objects.
clientConfig Where the webhook is.
conversionReviewVersions Versions of ConversionReview that it knows, the best first.
T ConversionReview What a conversion webhook is asked, and what it answers.
request The question.
response The answer.
T ConversionRequest Objects that a webhook has to convert.
uid Identifier of this call, which the answer repeats.
desiredAPIVersion The version to convert to, with the group.
objects The objects.
T ConversionResponse The converted objects.
uid Identifier of the call, from the request.
convertedObjects The objects, in the order of the request.
result Whether it worked; a failure says why.
T CustomResourceSubresources The subresources of a kind.
status Turns on the subresource status: it alone writes the status, and nothing else does.
scale Turns on the subresource scale.
T CustomResourceSubresourceStatus The subresource status; it has no settings.
T CustomResourceSubresourceScale The subresource scale: where its numbers are.
specReplicasPath Path of the wanted number, below spec.
statusReplicasPath Path of the number there is, below status.
labelSelectorPath Path of the selector as a text, which autoscalers need.
T CustomResourceValidation The schema of a kind.
openAPIV3Schema The schema, in the words of OpenAPI v3.
T ExternalDocumentation A pointer to more documentation.
description What is to be found there.
url Where it is.
T JSON Any JSON value.
T JSONSchemaPropsOrArray A schema, or a list of schemas.
T JSONSchemaPropsOrBool A schema, or a boolean for anything or nothing.
T JSONSchemaPropsOrStringArray A schema, or a list of names.
T JSONSchemaProps A JSON schema, as far as Kubernetes knows it.
id Identifier of the schema.
$schema The dialect of the schema.
$ref A reference to another schema; not allowed in definitions.
description What the value is for.
type The type: object, array, string, integer, number or boolean.
format The form of the value, such as date-time, byte, int32 or ipv4; unknown ones are not checked.
title A short title.
default The value for a field that is missing.
maximum The greatest number.
exclusiveMaximum Whether the number must be less than maximum.
minimum The least number.
exclusiveMinimum Whether the number must be greater than minimum.
maxLength The most characters of a text.
minLength The fewest characters of a text.
pattern A regular expression that the text must match.
maxItems The most elements of a list.
minItems The fewest elements of a list.
uniqueItems Whether all elements must differ; must not be true in definitions.
multipleOf A number of which the value must be a multiple.
enum The values that are allowed.
maxProperties The most members of an object.
minProperties The fewest members of an object.
required Members that an object must have.
items The schema of a list's elements.
allOf Schemas that must all fit.
oneOf Schemas of which exactly one must fit.
anyOf Schemas of which one at least must fit.
not A schema that must not fit.
properties Schemas of an object's members.
additionalProperties The schema of members that are not named.
patternProperties Schemas of members by expressions for their names; not allowed in definitions.
dependencies What must be there beside a member; not allowed in definitions.
additionalItems The schema of elements beyond those named; not allowed in definitions.
definitions Schemas for use elsewhere; not allowed in definitions of kinds.
externalDocs More documentation.
example An example of the value.
nullable Whether null is a value.
x-kubernetes-preserve-unknown-fields Whether members outside the schema are kept.
x-kubernetes-embedded-resource Whether the value is an object of the API, with kind, apiVersion and metadata.
x-kubernetes-int-or-string Whether the value is an integer or a text.
x-kubernetes-list-map-keys Members that tell the elements of a list of the type map apart.
x-kubernetes-list-type How a list is merged: atomic, set or map.
x-kubernetes-map-type How an object is merged: granular or atomic.
x-kubernetes-validations Rules in CEL for the value.
T ValidationRule A rule in CEL for a value.
rule CEL that yields a boolean; self is the value, oldSelf the one before a change.
message What the client is told when the rule fails.
messageExpression CEL that yields what the client is told; goes before message.
reason The reason of the error: FieldValueInvalid, FieldValueForbidden, FieldValueRequired or FieldValueDuplicate.
fieldPath The field below the value that the error names.
optionalOldSelf Whether oldSelf is an optional, so that the rule also counts when there is no older value.
G apiregistration
T APIService A group version that a server of its own serves, or the API server itself.
spec The group version and its server.
status Whether the server can be reached.
T APIServiceSpec A group version and its server.
service The Service with the server; none for group versions that the API server serves itself.
group Name of the group.
version Name of the version.
insecureSkipTLSVerify Whether the server's certificate is left unchecked; better use caBundle.
caBundle Certificates, in PEM, that the server's certificate is checked against.
groupPriorityMinimum Rank of the group among all; greater ones come first. The greatest of its versions counts.
versionPriority Rank of the version in its group; greater ones come first.
T APIServiceStatus State of a group version.
T APIServiceCondition An aspect of the state of a group version.
type The aspect, such as Available.
G apidiscovery
T APIGroupDiscovery A group of the API with all its versions and resources.
versions The versions, the preferred one first.
T APIVersionDiscovery A version of a group and its resources.
version Name of the version.
resources The resources.
freshness Current, or Stale when the version's server could not be asked lately.
T APIResourceDiscovery A resource of the API.
resource The plural name.
responseKind The kind of the resource's objects.
scope Cluster or Namespaced.
singularResource The name for one object.
verbs What can be done with it.
shortNames Abbreviations that people may write.
categories Names that stand for many resources at once, such as all.
subresources The subresources.
T APISubresourceDiscovery A subresource of the API.
subresource Name of the subresource.
responseKind The kind that it answers with; empty when it differs from call to call.
acceptedTypes The kinds that it takes; empty for the one that it answers with.
verbs What can be done with it.
G apiserverinternal
T StorageVersion In which versions each API server writes a resource; the name is group.resource.
spec Nothing.
status What each server writes.
T StorageVersionSpec An empty part.
T StorageVersionStatus What each API server writes.
storageVersions The servers, one entry each.
commonEncodingVersion The version that all of them write; missing when they differ.
T ServerStorageVersion What one API server writes.
apiServerID Identifier of the server.
encodingVersion The version that it writes.
decodableVersions The versions that it can read.
servedVersions The versions that it serves.
T StorageVersionCondition An aspect of what the servers write.
type The aspect, such as AllEncodingVersionsEqual.
G storagemigration
T StorageVersionMigration Asks to write all objects of a resource again, in the version that is stored now.
spec The resource.
status How far it has come.
T StorageVersionMigrationSpec What is to be written again.
resource The group and resource.
T StorageVersionMigrationStatus How far a migration has come.
conditions Whether it runs, is done or failed.
resourceVersion The state of the store at which it began; everything newer is written well already.
"""#
}
