"""Reads every property of an object of each type, and of every manager, with pyVmomi; prints what it cannot read, or what its types must have and is not there."""

import sys
from pyVim import connect
from pyVmomi import vim, VmomiSupport

# Filled in by what people make and by sessions of their own.
UNKNOWN = {'vim.alarm.AlarmManager.description', 'vim.alarm.AlarmManager.lastTriggerId', 'vim.scheduler.ScheduledTaskManager.description'}


def sign_in(host, port):
    account = {'host': host, 'port': port, 'user': 'administrator@vsphere.local', 'pwd': 'VMware1!'}
    if hasattr(connect, 'SmartConnectNoSSL'):
        return connect.SmartConnectNoSSL(**account)
    return connect.SmartConnect(disableSslCertValidation=True, **account)


def managed(value, found):
    """The managed objects that a structure refers to."""
    if isinstance(value, VmomiSupport.ManagedObject):
        found.append(value)
    elif isinstance(value, list):
        for each in value:
            managed(each, found)
    elif isinstance(value, VmomiSupport.DataObject):
        for prop in value._GetPropertyList():
            managed(getattr(value, prop.name), found)
    return found


def missing(value, path, said):
    """What a structure must have and has not."""
    if isinstance(value, list):
        for each in value:
            missing(each, path, said)
    elif isinstance(value, VmomiSupport.DataObject):
        for prop in value._GetPropertyList():
            part = getattr(value, prop.name)
            if part is None and not prop.flags & VmomiSupport.F_OPTIONAL and not prop.name.startswith('dynamic'):
                said.add('%s.%s is not there, in %s' % (type(value).__name__, prop.name, path))
            elif part is not None:
                missing(part, '%s.%s' % (path, prop.name), said)


def read(one, said):
    for prop in one._GetPropertyList():
        path = '%s.%s' % (type(one).__name__, prop.name)
        try:
            value = getattr(one, prop.name)
        except Exception as error:  # whatever pyVmomi cannot read
            said.add('%s: %s' % (path, getattr(error, 'msg', error)))
            continue
        if value is None and not prop.flags & VmomiSupport.F_OPTIONAL and path not in UNKNOWN:
            said.add('%s is not there' % path)
        missing(value, path, said)


def main(host, port):
    content = sign_in(host, port).RetrieveContent()
    view = content.viewManager.CreateContainerView(content.rootFolder, [vim.ManagedEntity], True)
    objects = list({type(each).__name__: each for each in view.view}.values())
    host_system = next(each for each in objects if isinstance(each, vim.HostSystem))
    said = set()
    for one in objects + managed(content, []) + managed(host_system.configManager, []):
        read(one, said)
    print('%d types' % len(objects))
    for each in sorted(said):
        print(each)


main(sys.argv[1], int(sys.argv[2]))
