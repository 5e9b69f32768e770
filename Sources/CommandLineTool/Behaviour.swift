// What both programs share is seen in every file of this one.
@_exported import CommandLineBehaviour
